import "server-only";
import {
  type CommentOnRequestInput,
  commentsPerMinute,
  mostComments,
} from "../../../contracts/request-comment";
import { decidePermissions, sightPermission } from "../../../contracts/request-kinds";
import { takeInMinute } from "../../db/queries/attempt-delays";
import { insertNotifications } from "../../db/queries/notifications";
import {
  countComments,
  insertComment,
  lockComments,
  readersOfComment,
} from "../../db/queries/request-comments";
import { keyed } from "../access/attempt-delay";
import { recordEvent } from "../audit/record-event";
import type { UserContext } from "../context";
import { DomainError } from "../errors";
import { queueMessage } from "../message/queue-message";
import { transact } from "../transact";
import { requestInSight } from "./require-sight";

/**
 * Says something about a request that one may see, open or closed; not part of what is signed. The other side is told, by
 * one mail in ten minutes a person and request. Recorded without its text. Throws too_many_attempts, and conflict where
 * the request holds 100 already.
 */
export async function commentOnRequest(
  context: UserContext,
  { requestId, text }: CommentOnRequestInput,
): Promise<{ commentId: string }> {
  const { request } = await requestInSight(context, "accessRequests.comment", requestId);
  return transact(context, async (inside) => {
    await requireRoom(inside, requestId);
    const commentId = await insertComment(inside.db, { requestId, authorId: context.actor.userId, text });
    await recordEvent(inside, {
      action: "request.commented",
      tokenId: request.tokenId,
      accessRequestId: requestId,
      subjectId: commentId,
    });
    const permission = sightPermission[request.kind];
    await tellReaders(inside, {
      requestId,
      commentId,
      permissions: [...decidePermissions(request.kind), ...(permission ? [permission] : [])],
    });
    return { commentId };
  });
}

async function requireRoom(context: UserContext, requestId: string): Promise<void> {
  const { db, actor } = context;
  if (!(await takeInMinute(db, keyed(context, "comments", actor.userId), commentsPerMinute))) {
    throw new DomainError("too_many_attempts", "That was a lot at once. Go on in a minute.", {
      retry_after_seconds: 60,
    });
  }
  await lockComments(db, requestId);
  if ((await countComments(db, requestId)) < mostComments) return;
  throw new DomainError("conflict", `A request holds at most ${mostComments} comments. Talk in person.`);
}

async function tellReaders(
  context: UserContext,
  comment: { requestId: string; commentId: string; permissions: readonly string[] },
): Promise<void> {
  const { requestId, commentId } = comment;
  const byId = context.actor.userId;
  const readers = await readersOfComment(context.db, { ...comment, authorId: byId });
  const details = { commentId, byId };
  for (const { id, email, mail } of readers) {
    if (!mail) continue;
    await queueMessage(context, {
      kind: "request_commented",
      recipientId: id,
      mailbox: email,
      accessRequestId: requestId,
      details,
      idempotencyKey: `commented/${commentId}/${id}`,
    });
  }
  await insertNotifications(
    context.db,
    readers
      .filter(({ bell }) => bell)
      .map(({ id }) => ({
        userId: id,
        kind: "request_commented" as const,
        accessRequestId: requestId,
        details,
      })),
  );
}
