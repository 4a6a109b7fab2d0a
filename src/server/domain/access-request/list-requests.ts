import "server-only";
import { pageSize, type RequestState } from "../../../contracts/access-request";
import type { RequestKind } from "../../../contracts/request-kinds";
import { listRequestRows } from "../../db/queries/request-list";
import { recordEvent } from "../audit/record-event";
import type { UserContext } from "../context";
import { requestInSight, requireSight } from "./require-sight";

export interface RequestListInput {
  group: "waiting" | "decided" | "all";
  state?: RequestState | undefined;
  kind?: RequestKind | undefined;
  mine: boolean;
  search: string;
  page: number;
}

/** A page of the requests that this person may see: waiting ones by age, then closed ones; none ever leaves the list. */
export async function listRequests(context: UserContext, input: RequestListInput) {
  const kinds = await requireSight(context, "accessRequests.list");
  const { userId } = context.actor;
  const requests = await listRequestRows(context.db, {
    ...input,
    requesterId: input.mine ? userId : null,
    sight: { kinds, userId },
    size: pageSize,
  });
  return { requests, total: requests[0]?.total ?? 0, size: pageSize };
}

/** Puts on record that a decider's page showed the request; called by the page itself, never by opening a link. */
export async function recordRequestOpened(context: UserContext, input: { requestId: string }): Promise<void> {
  const { request } = await requestInSight(context, "accessRequests.opened", input.requestId);
  await recordEvent(context, {
    action: "request.opened",
    tokenId: request.tokenId,
    accessRequestId: request.id,
  });
}
