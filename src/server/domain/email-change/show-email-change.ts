import "server-only";
import { findLiveEmailChange, type LiveEmailChange } from "../../db/queries/email-changes";
import type { ServiceContext, UserContext } from "../context";
import { programSettings } from "../program/program-settings";
import { personOf } from "../user/person-of";
import { needsApproval } from "./email-change-rules";
import { openEmailLink } from "./open-email-link";

/** What a mailbox's link stands for, to show before anything is pressed. The new mailbox is not told the old address. */
export async function previewEmailChange(context: ServiceContext, { token }: { token: string }) {
  const { side, change } = await openEmailLink(context, token);
  const program = await programSettings(context);
  const { name } = await personOf(context, change.userId);
  const asker = change.askedBy === change.userId ? null : await personOf(context, change.askedBy);
  return {
    side,
    name,
    programName: program.name,
    from: side === "from" ? change.fromMailbox : null,
    to: change.toMailbox,
    askedBy: asker?.name ?? null,
    confirmedHere: (side === "from" ? change.fromConfirmedAt : change.toConfirmedAt) !== null,
    needsApproval: await needsApproval(context, change),
    expiresAt: change.expiresAt,
  };
}

/** The open change of one's own address, and what it waits for; null where there is none. */
export async function ownEmailChange(context: UserContext) {
  const change = await findLiveEmailChange(context.db, context.actor.userId);
  return {
    needsApproval: await needsApproval(context, {
      userId: context.actor.userId,
      askedBy: change?.askedBy ?? context.actor.userId,
    }),
    open: change && (await described(context, change)),
  };
}

async function described(context: ServiceContext, change: LiveEmailChange) {
  const { askedBy, userId, toMailbox, fromConfirmedAt, toConfirmedAt, expiresAt, requestId } = change;
  return {
    to: toMailbox,
    askedBy: askedBy === userId ? null : (await personOf(context, askedBy)).name,
    fromConfirmed: fromConfirmedAt !== null,
    toConfirmed: toConfirmedAt !== null,
    expiresAt,
    requestId,
  };
}
