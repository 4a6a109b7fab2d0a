import type { ReactNode } from "react";
import { cx } from "./cx";
import { Skeleton } from "./skeleton";

export interface Column<Row> {
  key: string;
  /** Heading; with `hiddenHeading` only screen readers get it. */
  heading: string;
  hiddenHeading?: boolean;
  cell: (row: Row) => ReactNode;
  /** Numbers and actions stand at the end. */
  align?: "start" | "end";
  /** Where it goes when the row is a card: title top left, corner top right, labelled below, full width, or hidden. */
  narrow?: "title" | "corner" | "labelled" | "full" | "hide";
  width?: string;
  /** Left out where the table has less room than so many rem; the row's own page shows it. Absent: always there. */
  room?: keyof typeof rooms;
}

const rooms = {
  50: "desk:@max-[50rem]:hidden",
  60: "desk:@max-[60rem]:hidden",
  70: "desk:@max-[70rem]:hidden",
} as const;
/** Actions stay in sight where the rest has to be scrolled. */
const places = <Row,>({ room, hiddenHeading }: Column<Row>) =>
  cx(room && rooms[room], hiddenHeading && "desk:sticky desk:end-0");

export interface DataTableProps<Row> {
  /** Names the table for screen readers. */
  label: string;
  columns: readonly Column<Row>[];
  /** Undefined while it loads: skeleton rows stand in. */
  rows: readonly Row[] | undefined;
  rowKey: (row: Row) => string;
  /** Stands in the table's place when there are no rows. */
  empty?: ReactNode;
  skeletonRows?: number;
  /** A change that just arrived: tinted for two seconds. */
  isFresh?: (row: Row) => boolean;
  /** Ended things, quieter. */
  isDim?: (row: Row) => boolean;
  isSelected?: (row: Row) => boolean;
}

/** Rows of a list, name first, state near the end, actions last; narrow, each row is a card. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, columns, rows, empty, skeletonRows = 5 } = props;
  if (rows?.length === 0 && empty) return <>{empty}</>;
  return (
    <div className="@container relative overflow-x-auto last:rounded-b-[11px]">
      <table
        aria-label={label}
        aria-busy={rows === undefined}
        className="table-cards w-full border-collapse text-13"
      >
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                style={{ width: column.width }}
                className={cx(head, ends(column.align), places(column))}
              >
                <span className={cx(column.hiddenHeading && "sr-only")}>{column.heading}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows
            ? rows.map((row) => <TableRow key={props.rowKey(row)} row={row} {...props} />)
            : Array.from({ length: skeletonRows }, (_, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity
                <SkeletonRow key={index} columns={columns} />
              ))}
        </tbody>
      </table>
    </div>
  );
}

const head =
  "border-line border-b bg-surface-2 px-3 py-2 font-medium text-12 text-text-3 whitespace-nowrap first:pl-5 last:pr-4";
const cellClass = "bg-inherit align-middle desk:h-11 desk:px-3 desk:py-2 desk:first:pl-5 desk:last:pr-4";
const ends = (align: Column<never>["align"]) => (align === "end" ? "desk:text-end" : "text-start");

function TableRow<Row>({ row, columns, isFresh, isDim, isSelected }: DataTableProps<Row> & { row: Row }) {
  return (
    <tr
      aria-selected={isSelected?.(row) || undefined}
      className={cx(
        "not-last:border-line not-last:border-b",
        isSelected?.(row) ? "bg-accent-soft" : "bg-surface hover:bg-surface-2",
        isFresh?.(row) && "fresh",
        isDim?.(row) && "text-text-3",
      )}
    >
      {columns.map((column) => (
        <td
          key={column.key}
          data-narrow={column.narrow ?? "full"}
          data-label={column.heading}
          className={cx(cellClass, ends(column.align), places(column), !column.narrow && "desk:min-w-36")}
        >
          {column.cell(row)}
        </td>
      ))}
    </tr>
  );
}

function SkeletonRow<Row>({ columns }: { columns: readonly Column<Row>[] }) {
  return (
    <tr className="bg-surface not-last:border-line not-last:border-b">
      {columns.map((column) => (
        <td
          key={column.key}
          data-narrow={column.narrow ?? "full"}
          data-label={column.heading}
          className={cx(cellClass, places(column))}
        >
          <Skeleton className={cx("h-4 max-w-full", column.hiddenHeading ? "w-6" : "w-24")} />
        </td>
      ))}
    </tr>
  );
}
