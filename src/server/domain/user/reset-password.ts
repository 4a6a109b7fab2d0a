import "server-only";
import { endSessions } from "../../db/queries/sessions";
import { lockUsers, setPassword, voidApprovalCodesOf } from "../../db/queries/users";
import { recordEvent } from "../audit/record-event";
import type { ServiceContext } from "../context";
import { DomainError } from "../errors";
import { spendLink, voidOneTimeLinks } from "../link/one-time-link";
import { transact } from "../transact";
import { openLink } from "./open-link";
import { hashPassword } from "./password-hash";
import { requireGoodPassword } from "./password-policy";

/**
 * Sets a new password by a mailed link. Guarantee: single use, and it ends every session, approval code and other link of
 * that person (rule 5, ASVS 7.4.3). Throws `link_invalid`, `password_refused`.
 */
export async function resetPassword(
  context: ServiceContext,
  input: { token: string; password: string },
): Promise<{ email: string }> {
  const { link, user, programName } = await openLink(context, "password_reset", input.token);
  requireGoodPassword(input.password, [programName, user.name, user.email]);
  const passwordHash = await hashPassword(input.password);
  await transact(context, async (inside) => {
    await lockUsers(inside.db, [user.id]);
    await spendLink(inside, link);
    if (!(await setPassword(inside.db, user.id, passwordHash))) {
      throw new DomainError("link_invalid", "This account is not active any more.");
    }
    const ended = await endSessions(inside.db, { userIds: [user.id] }, "password_reset");
    await voidApprovalCodesOf(inside.db, [user.id]);
    await voidOneTimeLinks(inside, user.id);
    await recordEvent(inside, {
      action: "password.changed",
      subjectId: user.id,
      details: { means: "reset", sessionsEnded: ended.length },
    });
  });
  return { email: user.email };
}
