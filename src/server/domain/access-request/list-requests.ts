import "server-only";
import { pageSize } from "../../../contracts/access-request";
import { listRequestRows } from "../../db/queries/request-list";
import { recordEvent } from "../audit/record-event";
import { recordRefusal } from "../audit/record-refusal";
import type { UserContext } from "../context";
import { requireRequest } from "./open-request";
import { requireSight } from "./require-sight";

export interface RequestListInput {
  group: "waiting" | "decided" | "all";
  mine: boolean;
  search: string;
  page: number;
}

/** A page of requests: waiting ones by age, then decided ones. */
export async function listRequests(context: UserContext, input: RequestListInput) {
  await recordRefusal(context, "accessRequests.list", async () => requireSight(context));
  const requesterId = input.mine ? context.actor.userId : null;
  const requests = await listRequestRows(context.db, { ...input, requesterId, size: pageSize });
  return { requests, total: requests[0]?.total ?? 0, size: pageSize };
}

/** Puts on record that a decider's page showed the request; called by the page itself, never by opening a link. */
export async function recordRequestOpened(context: UserContext, input: { requestId: string }): Promise<void> {
  await recordRefusal(context, "accessRequests.opened", async () => requireSight(context));
  const { request } = await requireRequest(context, input.requestId);
  await recordEvent(context, {
    action: "request.opened",
    tokenId: request.tokenId,
    accessRequestId: request.id,
  });
}
