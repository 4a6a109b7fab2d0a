import "server-only";
import {
  type AskForAddressInput,
  mayAskForAddress,
  mostAsksADay,
  mostOpenAsks,
} from "../../../contracts/address-ask";
import type { RefusedProcedure } from "../../../contracts/procedure-words";
import { countAsksOf, findOpenAsk, insertAsk, lockAsksOf } from "../../db/queries/address-asks";
import { activeHolders } from "../../db/queries/people";
import { isApprovedIp } from "../access/require-approved-ip";
import { recordEvent } from "../audit/record-event";
import { recordRefusal } from "../audit/record-refusal";
import type { UserContext } from "../context";
import { DomainError } from "../errors";
import { tellPeople } from "../message/tell-people";
import { transact } from "../transact";

/** Refuses who may open none of the pages that an Approved IP guards; on record. */
export async function requireAsker(context: UserContext, what: RefusedProcedure): Promise<void> {
  await recordRefusal(context, what, async () => {
    if (mayAskForAddress.some((one) => context.actor.permissions.has(one))) return;
    throw new DomainError("permission_missing", "Your roles open no page that an address is needed for.", {
      permission: "customers.read",
    });
  });
}

/**
 * Asks every Security Manager but the asker to have the caller's own address approved; one open ask a person and address,
 * so pressing twice asks once. Throws conflict where the address is approved already, cannot be told, or nobody could be
 * asked; too_many_attempts beyond 5 open asks or 20 a day.
 */
export async function askForAddress(
  context: UserContext,
  { note }: AskForAddressInput,
): Promise<{ askId: string }> {
  await requireAsker(context, "addressAsks.ask");
  const address = await requireUnapproved(context);
  const { userId } = context.actor;
  return transact(context, async (inside) => {
    const { db } = inside;
    await lockAsksOf(db, userId);
    const open = await findOpenAsk(db, userId, address);
    if (open) return { askId: open };
    await requireRoom(inside);
    const managers = await activeHolders(db, "api_settings.manage", userId);
    if (managers.length === 0) {
      throw new DomainError(
        "conflict",
        "There is nobody else who asks for addresses. Ask an Administrator to make somebody Security Manager.",
      );
    }
    const askId = await insertAsk(db, { askedBy: userId, address, note });
    await recordEvent(inside, { action: "address.asked", subjectId: askId, details: { address } });
    const details = { askId, address, byId: userId };
    await tellPeople(inside, { kind: "address_asked", details, occasion: askId }, managers);
    return { askId };
  });
}

async function requireUnapproved(context: UserContext): Promise<string> {
  const { clientIp } = context;
  if (clientIp === null) {
    throw new DomainError(
      "conflict",
      "Countersign cannot tell your address, so there is nothing to be approved.",
    );
  }
  if (await isApprovedIp(context)) {
    throw new DomainError("conflict", "Your address is approved already. Reload the page.");
  }
  return clientIp;
}

async function requireRoom({ db, actor }: UserContext): Promise<void> {
  const { open, day } = await countAsksOf(db, actor.userId);
  if (open >= mostOpenAsks) {
    throw new DomainError(
      "too_many_attempts",
      `${open} of your asks for addresses wait already. A Security Manager answers them first.`,
    );
  }
  if (day >= mostAsksADay) {
    throw new DomainError("too_many_attempts", "You asked for many addresses today. Go on tomorrow.");
  }
}
