import "server-only";
import type { MailTransport, RenderMail } from "../../../contracts/mail";
import { cannotBeDerived, noLongerNeeded } from "../../../contracts/messages";
import { isMessageWanted } from "../../db/queries/message-wanted";
import { claimMessage, markFailed, markSent, tryLater } from "../../db/queries/outbox";
import type { ServiceContext } from "../context";
import { messageFacts } from "./message-facts";

/** How mail is made and where it leaves; handed in from above. */
export interface Delivery {
  render: RenderMail;
  transport: MailTransport;
  /** How long to wait after so many tries, in seconds. */
  wait?: (attempts: number) => number;
}

const longestWait = 60 * 60;

/** 5 s, 10 s, 20 s … an hour, a little scattered, so that a provider that comes back is not met by everything at once. */
export function growingWait(attempts: number): number {
  return Math.min(longestWait, 5 * 2 ** (attempts - 1)) * (0.8 + 0.4 * Math.random());
}

/**
 * One try to send one queued message. Guarantee: at the provider at most once, since every try carries the same
 * idempotency key and tries end before the key does; a message never stays unsent unseen, it ends sent or failed (rule 17).
 */
export async function deliverMessage(
  context: ServiceContext,
  { messageId }: { messageId: string },
  { render, transport, wait = growingWait }: Delivery,
): Promise<"sent" | "later" | "failed" | "nothing"> {
  const { db } = context;
  const message = await claimMessage(db, messageId);
  if (!message) return "nothing";
  const fail = async (error: string | null) => {
    await markFailed(db, messageId, error);
    return "failed" as const;
  };
  if (message.tooLate) return fail(null);
  if (!(await isMessageWanted(db, messageId))) return fail(noLongerNeeded);
  const facts = await messageFacts(context, message);
  if (!facts) return fail(cannotBeDerived);
  const result = await transport.send(await render(facts), message.idempotencyKey);
  if (result.outcome === "refused") return fail(result.error);
  if (result.outcome === "try_again") {
    const seconds = Math.max(wait(message.attempts), result.afterSeconds ?? 0);
    return tryLater(db, messageId, result.error, Math.min(seconds, longestWait));
  }
  await markSent(db, messageId, result.providerId);
  return "sent";
}
