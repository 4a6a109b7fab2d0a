import type { ReactNode } from "react";
import { cx } from "./cx";
import type { PanelHeading } from "./panel-focus";

interface CardProps {
  children: ReactNode;
  /** Names the section for screen readers. */
  label?: string;
  id?: string;
  className?: string;
}

/** A surface with a line around it; filled with CardHead, CardSection and CardFoot. */
export function Card({ children, label, id, className }: CardProps) {
  return (
    <section
      id={id}
      aria-label={label}
      className={cx("min-w-0 rounded-xl border border-line bg-surface shadow-card", className)}
    >
      {children}
    </section>
  );
}

interface CardHeadProps {
  title: ReactNode;
  /** For a heading that takes the focus when its panel replaces another. */
  heading?: PanelHeading;
  /** Chips and counts beside the title. */
  beside?: ReactNode;
  /** A quiet sentence at the end. */
  note?: ReactNode;
  /** Actions at the end. */
  actions?: ReactNode;
}

export function CardHead({ title, heading, beside, note, actions }: CardHeadProps) {
  return (
    <div
      className={cx(
        "flex min-h-[52px] items-center justify-between gap-x-3 gap-y-1 border-line border-b px-4 py-3 desk:px-5",
        note ? "flex-wrap" : "max-desk:flex-wrap max-desk:items-start",
      )}
    >
      <div className="flex min-w-0 flex-wrap items-center gap-2">
        <h2 {...heading}>{title}</h2>
        {beside}
      </div>
      {note ? <p className="text-13 text-text-3">{note}</p> : null}
      {actions ? <div className="flex flex-none items-center gap-2">{actions}</div> : null}
    </div>
  );
}

/** A part of a card; a line divides it from the part before. */
export function CardSection({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <div
      className={cx(
        "min-w-0 px-4 py-4 not-first:border-line not-first:border-t desk:px-5 [.border-b+&]:border-t-0",
        className,
      )}
    >
      {children}
    </div>
  );
}

export function CardFoot({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <div
      className={cx(
        "rounded-b-xl border-line border-t bg-surface-2 px-4 py-3 text-13 text-text-2 desk:px-5",
        className,
      )}
    >
      {children}
    </div>
  );
}
