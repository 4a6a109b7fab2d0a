import "server-only";
import { markProved, type SessionCookie } from "../../db/queries/sessions";
import type { PersonContext } from "../context";
import { DomainError } from "../errors";

export type { SessionCookie };

/**
 * Takes note, inside the transaction of a proof, that this session was proved now, with a second factor or with the
 * password; gives its new cookie. Guarantee: the cookie that it was proved with opens nothing from the commit on
 * (ASVS 7.2.4). Throws not_signed_in where the session has ended.
 */
export async function renewSession(
  { db, actor }: PersonContext,
  factor?: "passkey" | "totp" | "recovery_code",
): Promise<SessionCookie> {
  const { sessionId } = actor;
  const cookieNumber = await markProved(db, sessionId, factor);
  if (cookieNumber === null) throw new DomainError("not_signed_in", "Sign in to go on.");
  return { sessionId, cookieNumber };
}
