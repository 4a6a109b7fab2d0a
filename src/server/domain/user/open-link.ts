import "server-only";
import { findProgramSettings } from "../../db/queries/program";
import { findUserById, type UserForSignIn } from "../../db/queries/users";
import type { ServiceContext } from "../context";
import { DomainError } from "../errors";
import { findUsableLink, type LinkPurpose, type OneTimeLink } from "../link/one-time-link";

export interface OpenedLink {
  link: OneTimeLink;
  user: UserForSignIn;
  programName: string;
}

/** The link behind `<id>.<secret>` and its person; `link_invalid` for anything that does not work now. */
export async function openLink(
  context: ServiceContext,
  purpose: LinkPurpose,
  token: string,
): Promise<OpenedLink> {
  const link = await findUsableLink(context, { purposes: [purpose], token });
  const user = await findUserById(context.db, link.userId);
  const expected = purpose === "invitation" ? "invited" : "active";
  if (user?.status !== expected) {
    throw new DomainError("link_invalid", "This link was used, has expired or was replaced by a newer one.");
  }
  const program = await findProgramSettings(context.db);
  return { link, user, programName: program?.name ?? "" };
}

/** Whom a link is for, to show before a password is chosen; changes nothing. */
export async function previewLink(
  context: ServiceContext,
  input: { purpose: LinkPurpose; token: string },
): Promise<{ name: string; email: string; programName: string; expiresAt: Date }> {
  const { link, user, programName } = await openLink(context, input.purpose, input.token);
  return { name: user.name, email: user.email, programName, expiresAt: link.expiresAt };
}
