import type { ReactNode } from "react";
import { cx } from "./cx";

/** The body of a page: 24 px around (16 narrow), 20 between cards, at most 1280 wide. */
export function Page({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <div
      className={cx(
        "mx-auto grid w-full max-w-page grid-cols-[minmax(0,1fr)] content-start gap-4 p-4 desk:gap-5 desk:p-6",
        className,
      )}
    >
      {children}
    </div>
  );
}
