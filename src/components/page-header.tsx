import type { ReactNode } from "react";

interface PageHeaderProps {
  title: ReactNode;
  /** One sentence under the title. */
  lead?: ReactNode;
  /** Chips above the title. */
  above?: ReactNode;
  actions?: ReactNode;
}

/** The title of a page and what can be done from it. */
export function PageHeader({ title, lead, above, actions }: PageHeaderProps) {
  return (
    <header className="flex flex-wrap items-end justify-between gap-3 desk:gap-4">
      <div className="min-w-0">
        {above ? <div className="mb-2 flex flex-wrap items-center gap-2">{above}</div> : null}
        <h1>{title}</h1>
        {lead ? <p className="mt-0.5 text-text-2">{lead}</p> : null}
      </div>
      {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
    </header>
  );
}
