import "server-only";

/** Raw SQL gives timestamps as Postgres writes them; here every column named `…At`, or `at`, becomes a Date. */
export function dated<T extends Record<string, unknown>>(rows: Iterable<Record<string, unknown>>): T[] {
  return Array.from(rows, (row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [name, isTime(name) ? toDate(value) : value]),
    ),
  ) as T[];
}

const isTime = (name: string) => name === "at" || name.endsWith("At");

function toDate(value: unknown): Date | null {
  return typeof value === "string" ? new Date(value) : null;
}
