import { trpc } from "@/trpc/client";
import { fallbackInterval } from "@/trpc/live/fallback-interval";
import type { HomeUser } from "./home-user";
import { myDrafts, myOpen, othersWaiting, suspendedList, toDisplayList } from "./lists";
import {
  type TodoItem,
  toAnswer,
  toBeLifted,
  toDecide,
  toDisplay,
  toLift,
  toReview,
  toSubmit,
  toWatch,
} from "./todo-item";

const poll = { refetchInterval: fallbackInterval };

export interface Waiting {
  /** Undefined while it loads; what the person has to do comes first. */
  items: TodoItem[] | undefined;
  error: string | undefined;
}

/** Tokens that were suspended, to display and to submit, reviews to close, requests to decide, addresses asked for, and one's own requests that others have yet to decide. */
export function useWaiting({ id, permissions }: HomeUser): Waiting {
  const decides = permissions.includes("access_requests.decide");
  const asks = permissions.includes("api_settings.manage");
  const requests = trpc.accessRequests.list.useQuery(othersWaiting, { ...poll, enabled: decides });
  const mine = trpc.accessRequests.list.useQuery(myOpen, { ...poll, enabled: asks });
  const tokens = trpc.securityTokens.list.useQuery(toDisplayList, { ...poll, enabled: asks });
  const suspended = trpc.securityTokens.list.useQuery(suspendedList, { ...poll, enabled: asks });
  const drafts = trpc.securityTokens.list.useQuery(myDrafts, { ...poll, enabled: asks });
  const addresses = trpc.addressAsks.list.useQuery(undefined, { ...poll, enabled: asks });
  const reviews = trpc.emergencyAccess.reviews.useQuery(undefined, { ...poll, enabled: decides || asks });
  const needed = [...(decides ? [requests] : []), ...(asks ? [mine, tokens] : [])];
  if (needed.some(({ data }) => data === undefined)) {
    return { items: undefined, error: needed.find(({ error }) => error)?.error?.message };
  }
  const others = requests.data?.requests.filter(({ requesterId }) => requesterId !== id) ?? [];
  const granted = tokens.data?.tokens.filter(({ grantOwnerId }) => grantOwnerId === id);
  return {
    items: [
      ...(suspended.data?.tokens ?? []).filter(toBeLifted).map(toLift),
      ...(granted ?? []).map(toDisplay),
      ...(reviews.data ?? []).map(toReview),
      ...others.map(toDecide),
      ...(addresses.data?.asks ?? []).map(toAnswer),
      ...(drafts.data?.tokens ?? []).map(toSubmit),
      ...(mine.data?.requests ?? []).map(toWatch),
    ],
    error: undefined,
  };
}
