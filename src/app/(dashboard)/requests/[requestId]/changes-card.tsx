import { ArrowRight } from "lucide-react";
import type { ReactNode } from "react";
import { Card, CardFoot, CardHead } from "@/components/card";
import { type Column, DataTable } from "@/components/data-table";
import { factorWords, overlapWords, signedTime, spanWords } from "@/components/request/request-words";
import { secretRequestKinds } from "@/contracts/request-kinds";
import { counted } from "@/contracts/words";
import type { TokenAsked } from "./request-detail";

type Before = NonNullable<TokenAsked["before"]>;

interface Row {
  name: string;
  before: string;
  /** Null: it stays. */
  after: ReactNode | null;
  note?: string | undefined;
  /** More than before; it deserves a thought. */
  more?: boolean;
}

interface ChangesCardProps {
  token: TokenAsked;
  before: Before;
  /** Networks that the request adds. */
  added: number;
}

/** What changes of the token, against what was signed for it before; what stays is said to stay. */
export function ChangesCard({ token, before, added }: ChangesCardProps) {
  const columns: Column<Row>[] = [
    { key: "name", heading: "Part", narrow: "title", width: "24%", cell: ({ name }) => name },
    {
      key: "before",
      heading: "Before",
      narrow: "labelled",
      width: "32%",
      cell: (row) => <span className="text-text-2">{row.before}</span>,
    },
    { key: "after", heading: "Asked for", narrow: "labelled", cell: (row) => <After {...row} /> },
  ];
  const rows = rowsOf(token, before, added);
  const stays = rows.filter(({ after }) => after === null);
  return (
    <Card label="What changes">
      <CardHead title="What changes" note="Against what was signed before" />
      <DataTable
        label="What changes"
        columns={columns}
        rows={rows.filter(({ after }) => after !== null)}
        rowKey={({ name }) => name}
      />
      <CardFoot>
        What stays:{" "}
        {stays.map(({ name, before }) => `${name.toLowerCase()} (${lowerFirst(before)})`).join(", ")}.
      </CardFoot>
    </Card>
  );
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);

function After({ after, note, more }: Row) {
  return (
    <span className="flex items-start gap-1.5">
      <ArrowRight aria-hidden="true" className="mt-[3px] size-3.5 flex-none text-text-3" />
      <span>
        <span className="font-medium">{after}</span>
        {note ? <span className={more ? "block text-expiring" : "block text-text-3"}>{note}</span> : null}
      </span>
    </span>
  );
}

function rowsOf(token: TokenAsked, before: Before, added: number): Row[] {
  return [
    secretRow(token),
    countRow("Reads a minute", before.ratePerMinute, token.ratePerMinute),
    countRow("Customers a day", before.dailyLimit, token.dailyLimit),
    ceilingRow(before.distinctCeiling, token.distinctCeiling),
    ...(token.kind === "lift_suspension"
      ? [{ name: "Suspension", before: "Reads nothing", after: "Reads again, counted anew", more: true }]
      : []),
    expiryRow(token, before),
    {
      name: "Networks",
      before: counted(token.beside.total, "network"),
      after: added === 0 ? null : counted(token.beside.total + added, "network"),
      note: added === 0 ? undefined : `${added.toLocaleString("en")} more`,
    },
    { name: "Scopes", before: counted(token.scopes.length, "scope"), after: null },
  ];
}

function secretRow({ kind, overlapSeconds }: TokenAsked): Row {
  const mints = (secretRequestKinds as readonly string[]).includes(kind);
  return {
    name: "Secret",
    before: "The one in use",
    after: mints ? "A new one" : null,
    note: `${overlapWords(overlapSeconds)}.`,
  };
}

function countRow(name: string, before: number, after: number): Row {
  return {
    name,
    before: before.toLocaleString("en"),
    after: before === after ? null : after.toLocaleString("en"),
    note: factorWords(before, after),
    more: after > before,
  };
}

const none = "Never suspended by itself";

function ceilingRow(before: number | null, after: number | null): Row {
  const name = "Different customers a day that suspend it";
  if (before !== null && after !== null) return countRow(name, before, after);
  return {
    name,
    before: before?.toLocaleString("en") ?? none,
    after: before === after ? null : (after?.toLocaleString("en") ?? none),
    more: after === null,
  };
}

const day = 86_400;

function expiryRow({ tokenExpiresAt }: TokenAsked, before: Before): Row {
  const days = Math.round((tokenExpiresAt.getTime() - before.tokenExpiresAt.getTime()) / 1000 / day);
  return {
    name: "Token expires",
    before: signedTime(before.tokenExpiresAt),
    after: days === 0 ? null : signedTime(tokenExpiresAt),
    note: `${spanWords(Math.abs(days) * day)} ${days > 0 ? "later" : "earlier"}`,
  };
}
