import type { ReactNode } from "react";

/** Two lines of a table's cell at most, the second in caption. */
export function CellLines({ children, detail }: { children: ReactNode; detail?: ReactNode }) {
  return (
    <div className="min-w-0">
      <span className="whitespace-nowrap">{children}</span>
      {detail ? <span className="block text-12 text-text-3">{detail}</span> : null}
    </div>
  );
}
