import { z } from "zod";
import { requestReason } from "./access-request";
import { idSchema } from "./id";
import { knownPasswordSchema, newPasswordSchema } from "./password";
import { allPermissions, type Permission } from "./permissions";
import { plainLine, plainText, searchWords } from "./plain-text";

/** One line of words, trimmed. */
const words = (what: string, max: number) =>
  plainLine({
    what,
    min: 1,
    max,
    tooShort: `Enter ${what}.`,
    tooLong: `Use at most ${max} characters.`,
    notPlain: "Use one line of plain text.",
  });

/** A mailbox, in lower case, as it is stored and compared. */
export const emailSchema = z
  .string()
  .trim()
  .toLowerCase()
  .max(254, "Use at most 254 characters.")
  .pipe(z.email("Enter an e-mail address such as name@example.com."));

export const personNameSchema = words("a name", 120);
export const permissionSchema = z.enum(allPermissions as [Permission, ...Permission[]]);

const uniqueIds = (max: number) =>
  z
    .array(idSchema)
    .max(max, `Choose at most ${max}.`)
    .transform((ids) => [...new Set(ids)]);

export const roleFieldsSchema = z.object({
  name: words("a name for the role", 60),
  description: plainText({
    what: "The description",
    max: 200,
    tooLong: "Use at most 200 characters.",
    notPlain: "Use plain text without control characters.",
  }).default(""),
  permissions: z
    .array(permissionSchema)
    .min(1, "Choose at least one permission.")
    .max(allPermissions.length)
    .transform((list) => [...new Set(list)]),
});
/** Needed where a security permission is asked for: why a Security Admin should approve it. */
const reason = requestReason.optional();
export const createRoleSchema = roleFieldsSchema.extend({ reason });
export const changeRoleSchema = createRoleSchema.extend({ roleId: idSchema });

export const inviteUserSchema = z.object({
  name: personNameSchema,
  email: emailSchema,
  roleIds: uniqueIds(50),
  reason,
});
export const assignRolesSchema = z.object({ userId: idSchema, roleIds: uniqueIds(50), reason });

/** One's own change of e-mail, and an Administrator's of somebody whose mailbox is gone. */
export const changeEmailSchema = z.object({ email: emailSchema });
export const changeEmailOfSchema = changeEmailSchema.extend({ userId: idSchema, reason: requestReason });

/** For somebody who lost every second factor. */
export const resetFactorsSchema = z.object({ userId: idSchema, reason: requestReason });

export const userStatusSchema = z.enum(["invited", "active", "disabled"]);
export const listUsersSchema = z.object({
  search: searchWords(120),
  status: userStatusSchema.optional(),
  roleId: idSchema.optional(),
  page: z.number().int().min(1).max(100_000).default(1),
  pageSize: z.number().int().min(1).max(100).default(25),
});
export type ListUsersInput = z.output<typeof listUsersSchema>;

/** What stands after `#` in a link by e-mail: `<id>.<secret>`. */
export const linkTokenSchema = z.string().min(1).max(200);
/** An invitation taken up, or a reset: a link and the password it sets. */
export const choosePasswordSchema = z.object({ token: linkTokenSchema, password: newPasswordSchema });
export const changePasswordSchema = z.object({ current: knownPasswordSchema, next: newPasswordSchema });

/** What the sign-in form sends. */
export const signInSchema = z.object({ email: emailSchema, password: knownPasswordSchema });

/** Two addresses with one mailbox: sub-addressing ("name+tag@…") does not make a second one. */
export function mailboxOf(email: string): string {
  const at = email.lastIndexOf("@");
  return `${email.slice(0, at).replace(/\+.*$/, "")}${email.slice(at)}`.toLowerCase();
}

/** Whether both addresses are read by the same person: four eyes are two mailboxes. */
export const sameMailbox = (one: string, other: string): boolean => mailboxOf(one) === mailboxOf(other);

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone.length > 0;
  } catch {
    return false;
  }
}

export const programNameSchema = words("the name of the loyalty program", 80);
export const timeZoneSchema = z
  .string()
  .max(64)
  .refine(isTimeZone, "Choose a time zone such as Europe/Oslo.");

export const completeSetupSchema = z
  .object({
    code: z.string().trim().min(1, "Enter the set-up code.").max(100),
    programName: programNameSchema,
    timeZone: timeZoneSchema.default("UTC"),
    name: personNameSchema,
    email: emailSchema,
    password: newPasswordSchema,
    firstSecurityAdmin: z.object({ name: personNameSchema, email: emailSchema }),
  })
  .refine((input) => mailboxOf(input.email) !== mailboxOf(input.firstSecurityAdmin.email), {
    path: ["firstSecurityAdmin", "email"],
    message: "The first Security Admin needs a mailbox of their own: four eyes need two people.",
  });
export type CompleteSetupInput = z.output<typeof completeSetupSchema>;
