import type { ReactNode } from "react";

interface CellLinesProps {
  children: ReactNode;
  detail?: ReactNode;
  /** The first may break where the column is narrow: words rather than a name or a time. */
  wrap?: boolean;
}

/** Two lines of a table's cell at most, the second in caption. */
export function CellLines({ children, detail, wrap = false }: CellLinesProps) {
  return (
    <div className="flex min-w-0 flex-wrap items-baseline gap-x-2 desk:block">
      <span className={wrap ? "wrap-anywhere" : "whitespace-nowrap"}>{children}</span>
      {detail ? <span className="block text-12 text-text-3">{detail}</span> : null}
    </div>
  );
}
