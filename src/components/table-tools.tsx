import type { ReactNode } from "react";

interface TableToolsProps {
  title: ReactNode;
  beside?: ReactNode;
  /** Filters, after the title. */
  filters?: ReactNode;
  /** Search and actions, at the end. */
  children?: ReactNode;
}

/** The head of a card that holds a table: its name, filters and search. */
export function TableTools({ title, beside, filters, children }: TableToolsProps) {
  return (
    <div className="flex flex-wrap items-center gap-2 border-line border-b px-4 py-3 desk:px-5">
      <h2 className="mr-1">{title}</h2>
      {beside}
      {filters ? (
        <div className="min-w-0 max-w-full overflow-x-auto max-desk:order-1 max-desk:w-full">{filters}</div>
      ) : null}
      {children ? (
        <div className="flex flex-wrap items-center gap-2 max-desk:order-2 max-desk:w-full desk:ml-auto">
          {children}
        </div>
      ) : null}
    </div>
  );
}
