import { shortDate, shortTime, timeLeft } from "@/components/format-time";
import type { State } from "@/components/state-icon";
import { displayDays } from "@/contracts/access-request";
import { day } from "@/contracts/day";
import { describeSize } from "@/contracts/network";
import { requestKindWords } from "@/contracts/request-kinds";
import type { RouterOutputs } from "@/trpc/client";

type RequestRow = RouterOutputs["accessRequests"]["list"]["requests"][number];
type TokenRow = RouterOutputs["securityTokens"]["list"]["tokens"][number];

export interface TodoItem {
  id: string;
  state: State;
  title: string;
  /** Drawn in the browser: it holds times of the reader's zone. */
  detail: () => string;
  href: string;
  action: string;
  /** The person has something to do; otherwise they only watch. */
  mineToDo: boolean;
}

const whatOf = ({ networks, addresses, kind }: RequestRow) =>
  networks > 0 ? describeSize(BigInt(addresses)) : requestKindWords[kind].toLowerCase();

export const toDecide = (row: RequestRow): TodoItem => ({
  id: `decide ${row.id}`,
  state: "pending",
  title: row.purpose,
  detail: () => `${row.requesterName} asks, ${whatOf(row)}; lapses in ${timeLeft(row.expiresAt)}`,
  href: `/requests/${row.id}`,
  action: "Review request",
  mineToDo: true,
});

type Review = RouterOutputs["emergencyAccess"]["reviews"][number];

export const toReview = (row: Review): TodoItem => ({
  id: `review ${row.requestId}`,
  state: "expiring",
  title: `Review the emergency access of ${row.personName}`,
  detail: () =>
    row.live
      ? `From ${row.address}, open until ${shortTime(row.endsAt)}; approved by ${row.approverName}`
      : `From ${row.address}, approved by ${row.approverName} ${timeLeft(Date.now(), row.startsAt)} ago`,
  href: `/requests/${row.requestId}`,
  action: row.mayClose ? "Review" : "See",
  mineToDo: row.mayClose && !row.live,
});

export const toDisplay = (row: TokenRow): TodoItem => ({
  id: `display ${row.id}`,
  state: "live",
  title: row.purpose,
  detail: () => `Approved; display by ${shortDate((row.grantedAt?.getTime() ?? 0) + displayDays * day)}`,
  href: `/settings/program/api?token=${row.id}`,
  action: "Display token",
  mineToDo: true,
});

export const toWatch = (row: RequestRow): TodoItem => ({
  id: `watch ${row.id}`,
  state: "pending",
  title: row.purpose,
  detail: () =>
    `Your request, submitted ${timeLeft(Date.now(), row.createdAt)} ago; lapses in ${timeLeft(row.expiresAt)}`,
  href: `/requests/${row.id}`,
  action: "See",
  mineToDo: false,
});

export const toSubmit = (row: TokenRow): TodoItem => ({
  id: `submit ${row.id}`,
  state: "not-begun",
  title: row.purpose,
  detail: () => `${row.reference}, generated ${timeLeft(Date.now(), row.createdAt)} ago and not submitted`,
  href: `/settings/program/api?token=${row.id}`,
  action: "Continue",
  mineToDo: true,
});

type Ask = RouterOutputs["addressAsks"]["list"]["asks"][number];

export const toAnswer = (ask: Ask): TodoItem => ({
  id: `answer ${ask.id}`,
  state: "pending",
  title: `${ask.askedByName} asks for ${ask.address}`,
  detail: () => `Asked ${timeLeft(Date.now(), ask.at)} ago${ask.note ? `: ${ask.note}` : ""}`,
  href: `/settings/program/api?ask=${ask.id}`,
  action: "Add to a token",
  mineToDo: true,
});

/** Once a lift is asked for, that request stands in the list instead. */
export const toBeLifted = ({ openRequestKind }: TokenRow) => openRequestKind !== "lift_suspension";

export const toLift = (row: TokenRow): TodoItem => ({
  id: `lift ${row.id}`,
  state: "refused",
  title: row.name ?? row.purpose,
  detail: () =>
    "Suspended: it read more customers than its ceiling, and reads nothing until a lift is approved",
  href: `/settings/program/api?token=${row.id}`,
  action: "See why",
  mineToDo: true,
});
