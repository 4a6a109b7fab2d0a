import "server-only";
import type { CompleteSetupInput } from "@/contracts/people";
import { grantRoles } from "../../db/queries/roles";
import { insertProgramSettings, lockSetup } from "../../db/queries/setup";
import { anyUserExists, insertUser } from "../../db/queries/users";
import { seedBuiltInRoles } from "../../db/seed/people";
import { checkAttempt, clearAttempt } from "../access/attempt-delay";
import { recordEvent } from "../audit/record-event";
import type { ServiceContext } from "../context";
import { DomainError } from "../errors";
import { transact } from "../transact";
import { hashPassword } from "../user/password-hash";
import { requireGoodPassword } from "../user/password-policy";
import { sendInvitation } from "../user/send-invitation";
import type { SetupCode } from "./setup-code";

/** Whether this installation has nobody yet. */
export async function isSetupOpen({ db }: Pick<ServiceContext, "db">): Promise<boolean> {
  return !(await anyUserExists(db));
}

/**
 * Makes the program, its roles, an Administrator and the invited first Security Admin in one transaction. Guarantee: needs
 * the code kept beside the data; of many at once one wins and the others get `setup_closed`. Throws `setup_code_wrong`,
 * `password_refused`, `too_many_attempts`.
 */
export async function completeSetup(
  context: ServiceContext,
  input: CompleteSetupInput,
  code: SetupCode | null,
): Promise<{ email: string }> {
  if (!(await isSetupOpen(context))) throw closed();
  const attempt = await checkAttempt(context, { kind: "setup-code", account: "setup" });
  if (!code?.matches(input.code)) throw (await isSetupOpen(context)) ? wrongCode() : closed();
  await clearAttempt(context, attempt);
  requireGoodPassword(input.password, [input.programName, input.name, input.email]);
  const passwordHash = await hashPassword(input.password);
  await transact(context, async (inside) => {
    await lockSetup(inside.db);
    if (!(await isSetupOpen(inside))) throw closed();
    if (!code.matches(input.code)) throw wrongCode();
    await build(inside, input, passwordHash);
  });
  code.spend();
  return { email: input.email };
}

async function build(inside: ServiceContext, input: CompleteSetupInput, passwordHash: string): Promise<void> {
  const { programName, timeZone, name, email, firstSecurityAdmin } = input;
  if (!(await insertProgramSettings(inside.db, { name: programName, timeZone }))) throw closed();
  const roles = await seedBuiltInRoles(inside.db);
  const administrator = await addPerson(
    inside,
    { name, email, status: "active", passwordHash },
    roles.get("Administrator"),
  );
  const admin = await addPerson(
    inside,
    { ...firstSecurityAdmin, status: "invited" },
    roles.get("Security Admin"),
  );
  await sendInvitation(inside, { id: admin, email: firstSecurityAdmin.email });
  await recordEvent(inside, {
    action: "setup.completed",
    subjectId: administrator,
    details: { firstSecurityAdmin: admin, securityGrant: true, approvedBy: null },
  });
}

async function addPerson(
  inside: ServiceContext,
  user: Parameters<typeof insertUser>[1],
  roleId: string | undefined,
): Promise<string> {
  const id = await insertUser(inside.db, user);
  if (!id || !roleId) throw new Error("The first people could not be made.");
  await grantRoles(inside.db, id, [roleId], null);
  return id;
}

function closed(): DomainError {
  return new DomainError("setup_closed", "This installation is set up already. Sign in instead.");
}

function wrongCode(): DomainError {
  return new DomainError(
    "setup_code_wrong",
    "That is not the set-up code. It stands in the file whose path the server printed when it started.",
  );
}
