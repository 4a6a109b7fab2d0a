import { CellLines } from "@/components/cell-lines";
import type { Column } from "@/components/data-table";
import { exactTime } from "@/components/format-time";
import { Mono } from "@/components/mono";
import { StateChip } from "@/components/state-chip";
import { auditActionWord, auditRuleWord } from "@/contracts/audit-words";
import { procedureWord } from "@/contracts/procedure-words";
import type { RouterOutputs } from "@/trpc/client";

export type AuditRow = RouterOutputs["audit"]["list"]["events"][number];

const kinds = { user: "Person", token: "Token", system: "Countersign", anonymous: "Not signed in" } as const;

/** Who did it, as people say it. */
export function actorName({ actor, outcome, subject }: AuditRow): string {
  // Whoever signs in is nobody yet when it is recorded; the record is about them.
  const becoming = actor.kind === "anonymous" && outcome === "allowed" ? subject?.name : null;
  return actor.name ?? becoming ?? kinds[actor.kind];
}

export function auditColumns(onOpen: (row: AuditRow) => void): Column<AuditRow>[] {
  return [
    {
      key: "at",
      heading: "When",
      narrow: "labelled",
      cell: ({ at }) => (
        <time dateTime={at.toISOString()} className="whitespace-nowrap tabular-nums">
          {exactTime(at)}
        </time>
      ),
    },
    {
      key: "what",
      heading: "What",
      narrow: "title",
      cell: (row) => (
        <CellLines detail={aboutOf(row)}>
          <button type="button" onClick={() => onOpen(row)} className="link text-start">
            {auditActionWord(row.action)}
          </button>
        </CellLines>
      ),
    },
    { key: "who", heading: "Who, from where", narrow: "labelled", cell: whoOf },
    {
      key: "outcome",
      heading: "Outcome",
      narrow: "corner",
      cell: ({ outcome, rule }) =>
        outcome === "allowed" ? (
          <StateChip state="live">Allowed</StateChip>
        ) : (
          <span className="grid justify-items-start gap-0.5 max-desk:justify-items-end">
            <StateChip state="refused">Refused</StateChip>
            {rule ? (
              <span className="text-12 text-text-3 desk:whitespace-nowrap">{auditRuleWord(rule)}</span>
            ) : null}
          </span>
        ),
    },
  ];
}

function whoOf(row: AuditRow) {
  const { token, clientIp } = row;
  return (
    <CellLines
      detail={
        <span className="flex flex-wrap gap-x-2">
          {token?.reference ? <Mono>{token.reference}</Mono> : null}
          {clientIp ? <Mono>{clientIp}</Mono> : null}
        </span>
      }
    >
      {actorName(row)}
    </CellLines>
  );
}

/** What it was about, in a few words; everything else stands in the record's own window. */
function aboutOf(row: AuditRow): string | null {
  const { action, subject, customerIds, fields, details } = row;
  const about = [
    subject?.name === actorName(row) ? null : subject?.name,
    action === "customer.listed" || customerIds.length > 0 ? customersWord(customerIds) : null,
    fields.length > 0 ? shortList(fields) : null,
    typeof details?.procedure === "string" ? procedureWord(details.procedure) : null,
    typeof details?.network === "string" ? details.network : null,
  ];
  return about.filter(Boolean).join(" · ") || null;
}

function customersWord(ids: readonly string[]): string {
  const [only] = ids;
  if (only !== undefined && ids.length === 1) return shortId(only);
  return ids.length === 0 ? "no customers" : `${ids.length} customers`;
}

const shortId = (id: string) => (id.length > 16 ? `${id.slice(0, 14)}…` : id);
const shortList = (names: readonly string[]) =>
  names.length > 3 ? `${names.slice(0, 2).join(", ")} and ${names.length - 2} more fields` : names.join(", ");
