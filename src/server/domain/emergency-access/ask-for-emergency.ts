import "server-only";
import {
  type AskForEmergencyInput,
  emergencyRequestMinutes,
  mostEmergencyAsksADay,
} from "../../../contracts/emergency-access";
import { decidePermissions } from "../../../contracts/request-kinds";
import { countEmergencyAsks, liveEmergencyOf } from "../../db/queries/emergency-accesses";
import { isApprovedIp } from "../access/require-approved-ip";
import { checkNetworks } from "../access-request/check-networks";
import { lockApprovers } from "../access-request/lock-approvers";
import { sendRequest } from "../access-request/send-request";
import type { PermittedContext } from "../context";
import { DomainError } from "../errors";
import { programSettings } from "../program/program-settings";
import { transact } from "../transact";

type Context = PermittedContext<"customers.read">;

/**
 * Asks, for oneself alone, to see customers from the one address one stands at, for 15 minutes to 4 hours; whoever holds
 * either security role may approve it, but never who asks. It lapses after 4 hours. Throws conflict where the address is
 * open already or cannot be told, or an emergency access of theirs is live; too_many_attempts beyond 5 a day; and what
 * sendRequest throws.
 */
export async function askForEmergency(
  context: Context,
  { reason, minutes }: AskForEmergencyInput,
): Promise<{ requestId: string; asked: string[] }> {
  const { userId, name, email } = context.actor;
  return transact(context, async (inside) => {
    const approvers = await lockApprovers(inside, "customers.read", decidePermissions("break_glass"));
    const address = await requireOwnAddress(inside);
    await requireNoneLive(inside);
    return sendRequest(
      inside,
      {
        kind: "break_glass",
        subjectId: userId,
        purpose: `Emergency access for ${name} from ${address}`,
        reason,
        lapsesAfterMinutes: emergencyRequestMinutes,
        change: { kind: "break_glass", userId, userName: name, userEmail: email, address, minutes },
      },
      approvers,
    );
  });
}

/** The caller's own address, as one host, by the grammar and the rules that a request for a network keeps (rules 7 and 8). */
async function requireOwnAddress(context: Context): Promise<string> {
  const { clientIp, settings } = context;
  if (clientIp === null) {
    throw new DomainError("conflict", "Countersign cannot tell your address, so there is nothing to open.");
  }
  const network = { network: clientIp, label: "", expiresAt: null };
  checkNetworks({ networks: [network], expiresAt: new Date() }, await programSettings(context), settings);
  if (await isApprovedIp(context)) {
    throw new DomainError("conflict", "Your address is open already. Reload the page.");
  }
  return clientIp;
}

async function requireNoneLive({ db, actor }: Context): Promise<void> {
  const live = await liveEmergencyOf(db, actor.userId);
  if (live) {
    throw new DomainError(
      "conflict",
      `Your emergency access from ${live.address} is still open. End it before you ask for another.`,
    );
  }
  if ((await countEmergencyAsks(db, actor.userId)) >= mostEmergencyAsksADay) {
    throw new DomainError(
      "too_many_attempts",
      `You asked for ${mostEmergencyAsksADay} within a day. Ask a Security Manager to have the address approved.`,
    );
  }
}
