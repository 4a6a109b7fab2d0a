import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "./cx";

interface DisclosureProps {
  title: ReactNode;
  children: ReactNode;
  open?: boolean;
  /** In caption, among notes. */
  quiet?: boolean;
}

/** What few readers need at once, behind its title. */
export function Disclosure({ title, children, open, quiet = false }: DisclosureProps) {
  return (
    <details open={open} className="group min-w-0">
      <summary
        className={cx(
          "inline-flex cursor-pointer list-none items-center gap-1 rounded [&::-webkit-details-marker]:hidden",
          quiet ? "text-12 text-text-3" : "font-medium text-13",
        )}
      >
        <ChevronRight className="size-3.5 flex-none transition-transform group-open:rotate-90" />
        {title}
      </summary>
      <div className="pt-1.5">{children}</div>
    </details>
  );
}
