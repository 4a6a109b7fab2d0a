"use client";

import { createContext, type ReactNode, use, useMemo, useState } from "react";

interface Place {
  search: string;
  /** The cursors of the pages passed, and the filter that they belong to. */
  trail: readonly string[];
  filter: string;
}

const start: Place = { search: "", trail: [], filter: "" };
const Context = createContext<readonly [Place, (place: Place) => void]>([start, () => {}]);

/** Holds what was searched for while a customer is looked at and left again; in memory alone, so that no URL tells of a person. */
export function CustomersPlaceProvider({ children }: { children: ReactNode }) {
  const [place, setPlace] = useState(start);
  return <Context value={useMemo(() => [place, setPlace] as const, [place])}>{children}</Context>;
}

/** The words searched for and the page of the list; another filter begins at its first page. */
export function useCustomersPlace(filter: string) {
  const [place, setPlace] = use(Context);
  const trail = place.filter === filter ? place.trail : [];
  const go = (next: readonly string[]) => setPlace({ ...place, trail: next, filter });
  return {
    search: place.search,
    cursor: trail.at(-1),
    page: trail.length + 1,
    searchFor: (search: string) => setPlace({ search, trail: [], filter }),
    next: (cursor: string) => go([...trail, cursor]),
    previous: () => go(trail.slice(0, -1)),
  };
}
