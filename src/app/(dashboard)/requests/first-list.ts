import type { RouterInputs } from "@/trpc/client";

type ListInput = RouterInputs["accessRequests"]["list"];

/** What the queue asks for before anything is filtered: who decides sees everybody's requests, who asks their own. */
export function firstList(decides: boolean, filter: Partial<ListInput> = {}): ListInput {
  return { group: "waiting", mine: !decides, search: "", page: 1, ...filter };
}
