import "server-only";
import { activateUser, lockUsers } from "../../db/queries/users";
import { recordEvent } from "../audit/record-event";
import type { ServiceContext } from "../context";
import { DomainError } from "../errors";
import { spendLink } from "../link/one-time-link";
import { transact } from "../transact";
import { openLink } from "./open-link";
import { hashPassword } from "./password-hash";
import { requireGoodPassword } from "./password-policy";

/**
 * Takes up an invitation with a password of one's own. Guarantee: single use; of many at once one goes through
 * (`link_invalid` for the rest). Throws `password_refused`. (ASVS 6.4.1)
 */
export async function acceptInvitation(
  context: ServiceContext,
  input: { token: string; password: string },
): Promise<{ email: string }> {
  const { link, user, programName } = await openLink(context, "invitation", input.token);
  requireGoodPassword(input.password, [programName, user.name, user.email]);
  const passwordHash = await hashPassword(input.password);
  await transact(context, async (inside) => {
    await lockUsers(inside.db, [user.id]);
    await spendLink(inside, link);
    if (!(await activateUser(inside.db, user.id, passwordHash))) {
      throw new DomainError("link_invalid", "This invitation was taken up already.");
    }
    await recordEvent(inside, { action: "user.invitation_accepted", subjectId: user.id });
  });
  return { email: user.email };
}
