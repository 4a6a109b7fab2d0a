"use client";

import { useEffect, useRef, useState } from "react";

const tint = 2_000;

/**
 * The keys of rows that a poll brought or changed just now: those whose mark was not there before. Rows of another scope,
 * such as the next page, are no news.
 */
export function useFreshRows<Row>(
  rows: readonly Row[] | undefined,
  keyOf: (row: Row) => string,
  markOf: (row: Row) => string,
  scope = "",
): ReadonlySet<string> {
  const known = useRef<{ scope: string; marks: Set<string> } | null>(null);
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());
  // biome-ignore lint/correctness/useExhaustiveDependencies: only new rows are a reason, the two readers never change
  useEffect(() => {
    if (!rows) return;
    const before = known.current?.scope === scope ? known.current.marks : null;
    const marks = new Set([...(before ?? []), ...rows.map((row) => `${keyOf(row)} ${markOf(row)}`)]);
    known.current = { scope, marks };
    if (!before) return;
    const changed = rows.filter((row) => !before.has(`${keyOf(row)} ${markOf(row)}`)).map(keyOf);
    if (changed.length === 0) return;
    setFresh(new Set(changed));
    const timer = setTimeout(() => setFresh(new Set()), tint);
    return () => clearTimeout(timer);
  }, [rows]);
  return fresh;
}
