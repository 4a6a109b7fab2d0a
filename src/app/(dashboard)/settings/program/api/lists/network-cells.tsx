import { CellLines } from "@/components/cell-lines";
import { shortDate } from "@/components/format-time";
import { Mono } from "@/components/mono";
import { RelativeTime } from "@/components/relative-time";
import { describeSize, parseAnyNetwork } from "@/contracts/network";
import type { RouterOutputs } from "@/trpc/client";
import { plainNetwork } from "../plain-network";
import { TokenStateChip } from "../token-state-chip";

export type NetworkRow = RouterOutputs["securityTokens"]["networks"]["networks"][number];

const times = (uses: number) => (uses === 1 ? "once" : `${uses.toLocaleString("en")} times`);

/** When it was last used, and how often; from where, if the network holds more than one address. */
export function NetworkUse({ row }: { row: NetworkRow }) {
  if (!row.lastUsedAt) return <span className="text-text-3">{row.revokedAt ? "Never" : "Not yet"}</span>;
  const from = row.lastUsedFrom && row.lastUsedFrom !== plainNetwork(row.network) ? row.lastUsedFrom : null;
  return (
    <CellLines detail={from ? <Mono>{from}</Mono> : undefined}>
      <RelativeTime at={row.lastUsedAt} />, {times(row.uses)}
    </CellLines>
  );
}

/** When it ends, or ended. */
export function NetworkEnd({ row }: { row: NetworkRow }) {
  if (row.state === "revoked" && row.revokedAt) {
    const by = row.revokedByName ? `by ${row.revokedByName}` : undefined;
    return <CellLines detail={by}>{`Revoked ${shortDate(row.revokedAt)}`}</CellLines>;
  }
  const detail = row.withToken ? "with its token" : undefined;
  return <CellLines detail={detail}>{shortDate(row.expiresAt)}</CellLines>;
}

/** Its state; of one that stands, also that its token is suspended. */
export function NetworkState({ row }: { row: NetworkRow }) {
  const held = row.tokenSuspended && standsStill(row);
  return (
    <CellLines detail={held ? "token suspended" : undefined}>
      <TokenStateChip state={row.state} />
    </CellLines>
  );
}

/** It was approved and has not ended. */
export const standsStill = ({ state }: NetworkRow) => state === "live" || state === "expiring";

export function coverage({ network }: NetworkRow): string {
  const parsed = parseAnyNetwork(network);
  return parsed.ok ? describeSize(parsed.network.size) : "";
}
