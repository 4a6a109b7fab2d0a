import { parseAsInteger, parseAsString, useQueryStates } from "nuqs";
import { useRef } from "react";

/** A page of a list by keyset: its cursor and number in the URL, and the way back through the cursors it came by. */
export function useKeysetPage() {
  const [{ cursor, page }, setPlace] = useQueryStates(
    { cursor: parseAsString, page: parseAsInteger.withDefault(1) },
    { history: "push" },
  );
  const passed = useRef(new Map<number, string | null>());
  const first = () => setPlace({ cursor: null, page: 1 });
  return {
    cursor: cursor ?? undefined,
    page: cursor === null ? 1 : Math.max(2, page),
    first,
    next: (nextCursor: string) => {
      const here = cursor === null ? 1 : page;
      passed.current.set(here, cursor);
      void setPlace({ cursor: nextCursor, page: here + 1 });
    },
    /** A page that was opened by its address alone has no way back but to the first. */
    previous: () => {
      const before = passed.current.get(page - 1);
      void (before ? setPlace({ cursor: before, page: page - 1 }) : first());
    },
  };
}
