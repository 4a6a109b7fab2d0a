import { Fragment, type ReactNode } from "react";

export interface KeyValueItem {
  name: ReactNode;
  value: ReactNode;
}

interface KeyValueProps {
  items: readonly (KeyValueItem | null | false)[];
  /** Width of the names in px. */
  nameWidth?: number;
}

/** Names and values in two columns; null and false entries are left out. */
export function KeyValue({ items, nameWidth = 112 }: KeyValueProps) {
  return (
    <dl
      className="grid gap-x-3 gap-y-1.5 text-13"
      style={{ gridTemplateColumns: `${nameWidth}px minmax(0, 1fr)` }}
    >
      {items.map((item, index) =>
        item ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list is static and its names may be nodes
          <Fragment key={index}>
            <dt className="text-text-3">{item.name}</dt>
            <dd className="min-w-0 wrap-anywhere">{item.value}</dd>
          </Fragment>
        ) : null,
      )}
    </dl>
  );
}
