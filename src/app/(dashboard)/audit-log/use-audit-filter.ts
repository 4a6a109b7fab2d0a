import { createParser, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { type AuditGroup, auditGroups, listEventsInput } from "@/contracts/audit";
import type { RouterInputs } from "@/trpc/client";

const day = createParser({
  parse: (text: string) =>
    /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : null,
  serialize: (text: string) => text,
});

const text = parseAsString.withDefault("");
const parsers = {
  group: parseAsStringLiteral(Object.keys(auditGroups) as AuditGroup[]),
  outcome: parseAsStringLiteral(["allowed", "refused"] as const),
  who: text,
  token: text,
  customer: text,
  request: text,
  under: text,
  address: text,
  from: day,
  to: day,
};

export type AuditFilter = ReturnType<typeof useAuditFilter>["filter"];
type Input = NonNullable<RouterInputs["audit"]["list"]>;

/** The filter as it stands in the URL, and what is wrong with it, by field. */
export function useAuditFilter() {
  const [filter, setFilter] = useQueryStates(parsers);
  return { filter, setFilter };
}

/** The fields that stand behind "More filters". */
export const furtherFields = ["token", "customer", "request", "under", "address", "from", "to"] as const;
export const narrowedBy = (filter: AuditFilter) => furtherFields.filter((name) => filter[name]).length;
export const isNarrowed = (filter: AuditFilter) => Object.values(filter).some(Boolean);

const startOf = (isoDay: string) => new Date(`${isoDay}T00:00:00`);

function dayAfter(isoDay: string): Date {
  const date = startOf(isoDay);
  date.setDate(date.getDate() + 1);
  return date;
}

/** What the server is asked; days are the reader's own, the last one included. */
export function inputOf(filter: AuditFilter, cursor: string | undefined, limit: number): Input {
  const { group, outcome, who, token, customer, request, under, address, from, to } = filter;
  return {
    group: group ?? undefined,
    outcome: outcome ?? undefined,
    actor: who,
    token,
    customerId: customer,
    requestId: request,
    accessRequestId: under,
    address,
    from: from ? startOf(from) : undefined,
    to: to ? dayAfter(to) : undefined,
    cursor,
    limit,
  };
}

/** Sentences by the input's field; empty where the server would take it. */
export function faultsOf(input: Input): Readonly<Record<string, string>> {
  const read = listEventsInput.safeParse(input);
  if (read.success) return {};
  const faults: Record<string, string> = {};
  for (const { path, message } of read.error.issues) faults[path.join(".")] ??= message;
  return faults;
}
