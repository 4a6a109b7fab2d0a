import "server-only";
import { isDemonstrationPerson } from "@/contracts/demonstration";
import { lockPeopleForShare } from "../../db/queries/people";
import { findUserByEmail, findUserById } from "../../db/queries/users";
import type { ServiceContext } from "../context";
import { DomainError } from "../errors";
import { transact } from "../transact";
import { startSession } from "./start-session";

/**
 * Opens a session for an invented person, without a password. Guarantee: in a demonstration database alone, and for a
 * caller on this very machine. The session counts as proved: the password is printed beside the button, so that asking
 * for it would prove nothing.
 */
export async function signInDemonstration(
  context: ServiceContext,
  input: { email: string; local: boolean; userAgent: string | null },
): Promise<{ userId: string; sessionId: string }> {
  const { settings, db } = context;
  if (!settings.demonstration || !input.local || !isDemonstrationPerson(input.email)) throw notOffered();
  const user = await findUserByEmail(db, input.email);
  if (!user) throw notOffered();
  return transact(context, async (inside) => {
    await lockPeopleForShare(inside.db, [user.id]);
    const now = await findUserById(inside.db, user.id);
    if (now?.status !== "active") throw notOffered();
    const start = { userId: user.id, userAgent: input.userAgent, means: "demonstration" as const };
    return { userId: user.id, ...(await startSession(inside, start)) };
  });
}

function notOffered(): DomainError {
  return new DomainError("credentials_wrong", "This person of the demonstration is not offered here.");
}
