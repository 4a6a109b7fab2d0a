import { StateChip } from "@/components/state-chip";
import type { State } from "@/components/state-icon";
import type { CustomerStatus } from "@/contracts/customer-search";

const looks: Record<CustomerStatus, { state: State; word: string }> = {
  active: { state: "live", word: "Active" },
  inactive: { state: "not-begun", word: "Inactive" },
  suspended: { state: "expiring", word: "Suspended" },
  banned: { state: "refused", word: "Banned" },
  merged: { state: "ended", word: "Merged" },
};

export const statusWord = (status: CustomerStatus) => looks[status].word;

/** A customer's status, as colour, icon and word. */
export function CustomerStatusChip({ status }: { status: CustomerStatus }) {
  return <StateChip state={looks[status].state}>{looks[status].word}</StateChip>;
}
