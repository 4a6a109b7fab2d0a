import { CellLines } from "@/components/cell-lines";
import type { Column } from "@/components/data-table";
import { relativeTime, shortDate } from "@/components/format-time";
import { Mono } from "@/components/mono";
import { RelativeTime } from "@/components/relative-time";
import { Tag } from "@/components/tag";
import { maskedSecret } from "@/contracts/masked-secret";
import { requestKindWords } from "@/contracts/request-kinds";
import { TokenStateChip } from "../token-state-chip";
import { type Choose, TokenActions } from "./token-actions";
import type { TokenRow } from "./token-row";

export function tokenColumns(onChoose: Choose, onRevoke: (row: TokenRow) => void): Column<TokenRow>[] {
  return [
    { key: "reference", heading: "Reference", narrow: "title", cell: (row) => <Mono>{row.reference}</Mono> },
    { key: "purpose", heading: "Purpose", cell: purposeOf },
    { key: "secret", heading: "Secret", narrow: "labelled", room: 60, cell: secretOf },
    {
      key: "scopes",
      heading: "Scopes",
      narrow: "hide",
      room: 70,
      cell: (row) => <Scopes scopes={row.scopes} />,
    },
    { key: "use", heading: "Last use", narrow: "labelled", room: 50, cell: lastUse },
    { key: "expires", heading: "Expires", narrow: "labelled", cell: expiryOf },
    { key: "state", heading: "State", narrow: "corner", cell: stateOf },
    {
      key: "actions",
      heading: "Actions",
      hiddenHeading: true,
      align: "end",
      cell: (row) => <TokenActions row={row} onChoose={onChoose} onRevoke={onRevoke} />,
    },
  ];
}

function purposeOf(row: TokenRow) {
  const detail = row.ownerLeft ? `${row.ownerName} has left` : row.name ? row.purpose : undefined;
  return (
    <span className="block max-w-[28ch] wrap-anywhere">
      <CellLines detail={detail} wrap>
        {row.name ?? row.purpose}
      </CellLines>
    </span>
  );
}

function secretOf(row: TokenRow) {
  return row.lastFour ? (
    <Mono>{maskedSecret(row.lastFour)}</Mono>
  ) : (
    <span className="text-text-3">none yet</span>
  );
}

function Scopes({ scopes }: { scopes: TokenRow["scopes"] }) {
  const [first, ...rest] = scopes;
  return (
    <span className="inline-flex gap-1">
      <Tag>{first}</Tag>
      {rest.length > 0 ? <Tag title={rest.join(", ")}>{`+${rest.length}`}</Tag> : null}
    </span>
  );
}

function lastUse(row: TokenRow) {
  if (!row.lastUsedAt) return row.revokedAt ? "Never" : row.lastFour ? "Not yet" : "—";
  return (
    <CellLines detail={<Mono>{row.lastUsedFrom}</Mono>}>
      <RelativeTime at={row.lastUsedAt} />
    </CellLines>
  );
}

function expiryOf(row: TokenRow) {
  if (row.state === "revoked" && row.revokedAt) {
    const by = row.revokedByName ? `by ${row.revokedByName}` : "since its requester left";
    return <CellLines detail={by}>{`Revoked ${shortDate(row.revokedAt)}`}</CellLines>;
  }
  if (row.state === "rejected" && row.decidedAt) {
    return <CellLines detail={`by ${row.deciderName}`}>{`Rejected ${shortDate(row.decidedAt)}`}</CellLines>;
  }
  if (row.state === "expired") return shortDate(row.expiresAt);
  const detail = row.approvedAt ? relativeTime(row.expiresAt) : "if approved";
  return (
    <CellLines detail={<span suppressHydrationWarning>{detail}</span>}>{shortDate(row.expiresAt)}</CellLines>
  );
}

/** The state, and what waits besides: a request for a live token, or a new secret to be displayed. */
function stateOf(row: TokenRow) {
  const waits =
    row.openRequestKind && row.state !== "pending"
      ? `${requestKindWords[row.openRequestKind]} waits`
      : row.display === "waiting" &&
          row.state !== "approved" &&
          row.state !== "revoked" &&
          row.state !== "expired"
        ? "New secret to display"
        : undefined;
  return (
    <CellLines detail={waits}>
      <TokenStateChip state={row.state} />
    </CellLines>
  );
}
