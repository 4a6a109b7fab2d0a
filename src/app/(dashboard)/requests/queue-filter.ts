import { parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { firstList } from "./first-list";

const groups = ["waiting", "decided", "all"] as const;
export type QueueGroup = (typeof groups)[number];

/** What a person may do with requests; the server decides again. */
export interface QueueRole {
  decides: boolean;
  asks: boolean;
}

const parsers = {
  show: parseAsStringLiteral(groups).withDefault("waiting"),
  whose: parseAsStringLiteral(["mine", "everyone"] as const),
  q: parseAsString.withDefault(""),
  page: parseAsInteger.withDefault(1),
};

/** The queue's filter, kept in the URL. Who decides starts with everybody's requests, who asks with their own. */
export function useQueueFilter({ decides }: QueueRole) {
  const [{ show, whose, q, page }, set] = useQueryStates(parsers);
  const mine = whose ? whose === "mine" : !decides;
  return {
    show,
    mine,
    search: q,
    page: Math.max(1, page),
    input: firstList(decides, { group: show, mine, search: q, page: Math.max(1, page) }),
    setShow: (next: QueueGroup) => void set({ show: next, page: null }),
    setMine: (next: boolean) =>
      void set({ whose: next === !decides ? null : next ? "mine" : "everyone", page: null }),
    setSearch: (words: string) => void set({ q: words || null, page: null }),
    setPage: (next: number) => void set({ page: next === 1 ? null : next }),
  };
}
