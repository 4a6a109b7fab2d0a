import type { ReactNode } from "react";

/** Two lines of a table's cell at most, the second in caption. */
export function CellLines({ children, detail }: { children: ReactNode; detail?: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-wrap items-baseline gap-x-2 desk:block">
      <span className="whitespace-nowrap">{children}</span>
      {detail ? <span className="block text-12 text-text-3">{detail}</span> : null}
    </div>
  );
}
