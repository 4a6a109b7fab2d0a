import "server-only";
import {
  cancelEmailChanges,
  findLiveEmailChange,
  type LiveEmailChange,
} from "../../db/queries/email-changes";
import { lockUsers } from "../../db/queries/users";
import { requireStill } from "../access/require-still";
import { voidRequestsAbout } from "../access-request/void-requests";
import { recordEvent } from "../audit/record-event";
import type { PermittedContext, ServiceContext, UserContext } from "../context";
import { DomainError } from "../errors";
import { voidOneTimeLinks } from "../link/one-time-link";
import { transact } from "../transact";
import { openEmailLink } from "./open-email-link";

/** Takes back the open change of one's own address, whoever asked for it; with its request and its links. */
export function cancelOwnEmailChange(context: UserContext): Promise<void> {
  return cancel(context, context.actor.userId);
}

/** The same for somebody else's, by who manages users. */
export function cancelEmailChangeOf(
  context: PermittedContext<"users.manage">,
  { userId }: { userId: string },
): Promise<void> {
  return cancel(context, userId, (inside) => requireStill(inside, "users.manage"));
}

/** The same by the link in the old mailbox, until the change is applied; `link_invalid` for any other link. */
export async function cancelEmailChangeByLink(
  context: ServiceContext,
  { token }: { token: string },
): Promise<void> {
  const { side, link } = await openEmailLink(context, token);
  if (side !== "from") {
    throw new DomainError(
      "link_invalid",
      "Only the present mailbox can cancel. Without your word nothing changes.",
    );
  }
  await cancel(context, link.userId, (inside) => openEmailLink(inside, token));
}

async function cancel<C extends ServiceContext>(
  context: C,
  userId: string,
  guard?: (inside: C) => Promise<unknown>,
): Promise<void> {
  const before = await requireLive(context, userId);
  await transact(context, async (inside) => {
    const { actor } = inside;
    await lockUsers(inside.db, [userId, before.askedBy, ...(actor.kind === "user" ? [actor.userId] : [])]);
    await guard?.(inside);
    const change = await requireLive(inside, userId);
    await cancelEmailChanges(inside.db, userId);
    await voidOneTimeLinks(inside, userId, ["email_change_from", "email_change_to"]);
    await voidRequestsAbout(inside, userId, ["user_email"], "email_change_cancelled");
    await recordEvent(inside, {
      action: "user.email_change_cancelled",
      subjectId: userId,
      details: { emailChange: change.id },
    });
  });
}

async function requireLive({ db }: ServiceContext, userId: string): Promise<LiveEmailChange> {
  const change = await findLiveEmailChange(db, userId);
  if (!change) throw new DomainError("not_found", "There is no open change of this address.");
  return change;
}
