import type { ReactNode } from "react";

/** A figure with its name and a note. */
export function Stat({ name, value, note }: { name: string; value: ReactNode; note?: ReactNode }) {
  return (
    <div className="px-4 py-3 desk:px-5 desk:py-4">
      <dt className="text-13 text-text-2">{name}</dt>
      <dd className="font-semibold text-24 tracking-[-0.02em]">{value}</dd>
      {note ? <dd className="flex items-center gap-1 text-12 text-text-3">{note}</dd> : null}
    </div>
  );
}

/** Figures in a row inside a card; narrow, two by two. */
export function Stats({ children }: { children: ReactNode }) {
  return (
    <dl className="grid grid-cols-2 divide-line desk:auto-cols-fr desk:grid-flow-col desk:divide-x">
      {children}
    </dl>
  );
}
