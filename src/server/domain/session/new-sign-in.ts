import "server-only";
import { browserOf } from "../../../contracts/browser";
import { placesOf } from "../../db/queries/sign-in-places";
import { placeOf } from "../access/address-block";
import type { ServiceContext } from "../context";
import { tellPeople } from "../message/tell-people";
import { personOf } from "../user/person-of";

const knownDays = 90;

interface SignIn {
  userId: string;
  userAgent: string | null;
}

/**
 * Whether no sign-in of the last 90 days came from this address block with this browser; not for somebody's first one.
 * Asked before the session is stored (ASVS 6.3.5).
 */
export async function isUnknownPlace(
  { db, clientIp }: ServiceContext,
  { userId, userAgent }: SignIn,
): Promise<boolean> {
  const places = await placesOf(db, userId, placeOf(clientIp).block, knownDays);
  if (!places.signedInBefore) return false;
  const browser = browserOf(userAgent);
  return !places.userAgents.some((one) => browserOf(one) === browser);
}

/** Tells the person by mail and notification, inside the transaction that opened the session. */
export async function tellNewSignIn(
  context: ServiceContext,
  { userId, userAgent, sessionId }: SignIn & { sessionId: string },
): Promise<void> {
  const person = await personOf(context, userId);
  const details = { sessionId, address: context.clientIp, browser: browserOf(userAgent) };
  await tellPeople(context, { kind: "new_sign_in", details, occasion: sessionId }, [person]);
}
