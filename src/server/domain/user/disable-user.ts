import "server-only";
import { rolesOf, withdrawRoles } from "../../db/queries/roles";
import { endSessions } from "../../db/queries/sessions";
import { markDisabled, markEnabled, voidApprovalCodesOf } from "../../db/queries/users";
import { voidRequestsAbout } from "../access-request/void-requests";
import { recordEvent } from "../audit/record-event";
import type { PermittedContext } from "../context";
import { DomainError } from "../errors";
import { voidOneTimeLinks } from "../link/one-time-link";
import { changePeople } from "./change-people";
import { personOf } from "./person-of";
import { requireProofOver } from "./require-proof-over";
import { namesOf } from "./require-roles";
import { securityRoles } from "./security-grant";

type Context = PermittedContext<"users.manage">;

/**
 * Shuts a person out, from the commit on: sessions, approval codes, links, open requests and undisplayed tokens end with
 * it (rules 5 and 16, ASVS 7.4.2), and so do their security roles, which come back by a Security Admin alone. Where there are
 * any, throws `proof_required` as requireProofOver says. Throws `last_security_admin` or `conflict` for the last who decides or manages users.
 */
export async function disableUser(context: Context, input: { userId: string }): Promise<void> {
  const { userId } = input;
  if (userId === context.actor.userId) {
    throw new DomainError("conflict", "You cannot disable yourself. Ask another Administrator.");
  }
  await changePeople(
    context,
    "users.manage",
    async () => [userId],
    async (inside) => {
      await personOf(inside, userId);
      requireProofOver(inside, (await securityRolesOf(inside, userId)).length > 0, "disable them");
      if (!(await markDisabled(inside.db, userId))) {
        throw new DomainError("conflict", "This person is disabled already.");
      }
      const ended = await endSessions(inside.db, { userIds: [userId] }, "user_disabled");
      await voidApprovalCodesOf(inside.db, [userId]);
      await voidOneTimeLinks(inside, userId);
      await voidRequestsAbout(
        inside,
        userId,
        ["user_roles", "user_email", "factor_reset"],
        "person_disabled",
      );
      await recordEvent(inside, {
        action: "user.disabled",
        subjectId: userId,
        details: { sessionsEnded: ended.length, rolesEnded: await endSecurityRoles(inside, userId) },
      });
    },
  );
}

/** Lets a disabled person in again, without the security roles they had; one who never took up the invitation needs a new one. */
export async function enableUser(
  context: Context,
  input: { userId: string },
): Promise<{ status: "active" | "invited" }> {
  const { userId } = input;
  return changePeople(
    context,
    "users.manage",
    async () => [userId],
    async (inside) => {
      await personOf(inside, userId);
      const status = await markEnabled(inside.db, userId);
      if (!status) throw new DomainError("conflict", "This person is not disabled.");
      const rolesEnded = await endSecurityRoles(inside, userId);
      await recordEvent(inside, {
        action: "user.enabled",
        subjectId: userId,
        details: { status, rolesEnded },
      });
      return { status };
    },
  );
}

const securityRolesOf = async ({ db }: Context, userId: string) => securityRoles(await rolesOf(db, userId));

/** An Administrator alone could else bring a Security Admin back, which needs another's approval. */
async function endSecurityRoles(inside: Context, userId: string): Promise<string[]> {
  const ended = await securityRolesOf(inside, userId);
  await withdrawRoles(
    inside.db,
    userId,
    ended.map((role) => role.id),
  );
  return namesOf(ended);
}
