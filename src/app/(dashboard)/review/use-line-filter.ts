import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import type { Round } from "./review";

const states = ["unanswered", "answered", "all"] as const;
const kinds = ["tokens", "networks"] as const;

export interface LineFilter {
  state: (typeof states)[number];
  what: (typeof kinds)[number] | null;
  owner: string | null;
}

/** The list's filter, in the URL: what waits comes first while a round is open. */
export function useLineFilter(round: Round) {
  const [filter, setFilter] = useQueryStates({
    state: parseAsStringLiteral(states).withDefault(round.closedAt ? "all" : "unanswered"),
    what: parseAsStringLiteral(kinds),
    owner: parseAsString,
  });
  return { filter, setFilter };
}
