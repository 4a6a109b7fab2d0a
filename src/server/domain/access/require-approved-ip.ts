import "server-only";
import { ownPrefixes } from "../../../contracts/network";
import { emergencyAt } from "../../db/queries/emergency-accesses";
import { isLiveNetwork } from "../../db/queries/networks";
import type { ApprovedIpContext, ServiceContext } from "../context";
import { DomainError } from "../errors";

/**
 * Guarantee: returns only where the caller's address lies in a live Approved IP of any token, or is the one of an emergency
 * access of the caller's own, read now (rule 1).
 */
export async function requireApprovedIp<C extends ServiceContext>(context: C): Promise<ApprovedIpContext<C>> {
  await requireOpening(context);
  return context as ApprovedIpContext<C>;
}

/** By what an address opens the pages that show customers. */
export interface Opening {
  /** The request of the caller's own emergency access; null where an Approved IP, which holds for everybody, covers it. */
  emergency: string | null;
}

/** As requireApprovedIp, and says by what. */
export async function requireOpening(context: ServiceContext): Promise<Opening> {
  const opening = await openingOf(context);
  if (opening) return opening;
  throw new DomainError(
    "ip_not_allowed",
    "This opens only from an address that a Security Admin has approved.",
    {
      client_ip: context.clientIp,
    },
  );
}

/**
 * As requireOpening, once more for what is on record already: throws conflict too where the Approved IP that the record
 * speaks of has gone and only an emergency access is left, so that nothing is read under it unmarked.
 */
export async function requireStillOpened(context: ServiceContext, recorded: Opening): Promise<void> {
  const { emergency } = await requireOpening(context);
  if (emergency !== null && emergency !== recorded.emergency) {
    throw new DomainError("conflict", "How your address is allowed has just changed. Try again.");
  }
}

/** Whether the caller's address opens anything; an unknown address never does. */
export async function isApprovedIp(context: ServiceContext): Promise<boolean> {
  return (await openingOf(context)) !== null;
}

async function openingOf({ db, clientIp, actor }: ServiceContext): Promise<Opening | null> {
  if (clientIp === null) return null;
  if (await isLiveNetwork(db, ownPrefixes(clientIp))) return { emergency: null };
  const emergency = actor.kind === "user" ? await emergencyAt(db, actor.userId, clientIp) : null;
  return emergency === null ? null : { emergency };
}
