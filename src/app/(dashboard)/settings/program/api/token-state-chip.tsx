import { StateChip } from "@/components/state-chip";
import type { State } from "@/components/state-icon";
import type { NetworkState, TokenState } from "@/contracts/access-request";

const looks: Record<TokenState, { state: State; word: string }> = {
  draft: { state: "not-begun", word: "Not submitted" },
  pending: { state: "pending", word: "Pending" },
  rejected: { state: "refused", word: "Rejected" },
  suspended: { state: "refused", word: "Suspended" },
  approved: { state: "live", word: "Approved" },
  lapsed: { state: "ended", word: "Not displayed in time" },
  displayed: { state: "shown", word: "Displayed" },
  live: { state: "live", word: "Live" },
  expiring: { state: "expiring", word: "Expiring" },
  expired: { state: "ended", word: "Expired" },
  revoked: { state: "ended", word: "Revoked" },
};

/** A token's or network's state, as colour, icon and word. */
export function TokenStateChip({ state }: { state: TokenState | NetworkState }) {
  const look = looks[state];
  return <StateChip state={look.state}>{look.word}</StateChip>;
}
