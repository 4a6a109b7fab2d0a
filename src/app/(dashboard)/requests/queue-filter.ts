import { parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { type RequestState, requestStates } from "@/contracts/access-request";
import { type RequestKind, requestKinds } from "@/contracts/request-kinds";
import { firstList } from "./first-list";

const groups = ["waiting", "decided", "all"] as const;
export type QueueGroup = (typeof groups)[number];

/** What a person may do with requests; the server decides again. */
export interface QueueRole {
  decides: boolean;
  /** May ask for something that has to be approved. */
  asks: boolean;
  /** May ask for tokens. */
  manages: boolean;
}

const parsers = {
  show: parseAsStringLiteral(groups).withDefault("waiting"),
  whose: parseAsStringLiteral(["mine", "everyone"] as const),
  state: parseAsStringLiteral(requestStates),
  kind: parseAsStringLiteral(requestKinds),
  q: parseAsString.withDefault(""),
  page: parseAsInteger.withDefault(1),
};

/** The queue's filter, kept in the URL. Who decides starts with everybody's requests, who asks with their own. */
export function useQueueFilter({ decides }: QueueRole) {
  const [{ show, whose, state, kind, q, page }, set] = useQueryStates(parsers);
  const mine = whose ? whose === "mine" : !decides;
  return {
    show,
    mine,
    // A waiting request has one state.
    state: show === "waiting" ? null : state,
    kind,
    search: q,
    page: Math.max(1, page),
    input: firstList(decides, {
      group: show,
      mine,
      search: q,
      page: Math.max(1, page),
      ...(state && show !== "waiting" ? { state } : {}),
      ...(kind ? { kind } : {}),
    }),
    narrowed: q !== "" || kind !== null || (state !== null && show !== "waiting"),
    setShow: (next: QueueGroup) => void set({ show: next, state: null, page: null }),
    setMine: (next: boolean) =>
      void set({ whose: next === !decides ? null : next ? "mine" : "everyone", page: null }),
    setState: (next: RequestState | null) => void set({ state: next, page: null }),
    setKind: (next: RequestKind | null) => void set({ kind: next, page: null }),
    setSearch: (words: string) => void set({ q: words || null, page: null }),
    setPage: (next: number) => void set({ page: next === 1 ? null : next }),
    clear: () => void set({ q: null, kind: null, state: null, page: null }),
  };
}
