import "server-only";
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { findOpenLink, insertLink, type LinkRow, markLinkUsed, voidLinks } from "../../db/queries/links";
import type { ServiceContext } from "../context";
import { DomainError } from "../errors";
import type { KeyRing } from "../keys";

export type LinkPurpose = LinkRow["purpose"];
export type OneTimeLink = LinkRow;

export interface NewOneTimeLink {
  purpose: LinkPurpose;
  userId: string;
  mailbox: string;
  /** Null where the person asked for it themselves, or the system did. */
  createdBy: string | null;
  /** How long it can be used, in seconds. */
  lives: number;
  /** Earlier open links go on working: where a stranger can ask for this one, and its owner holds another. */
  keepsEarlier?: boolean;
}

const pages: Record<LinkPurpose, string> = {
  invitation: "/invitation",
  password_reset: "/reset-password",
  email_change_from: "/confirm-email",
  email_change_to: "/confirm-email",
};
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Makes a single-use link; earlier open ones of that person and purpose are voided unless it keeps them. Call it inside the
 * transaction it belongs to.
 */
export async function createOneTimeLink(
  { db, keys }: ServiceContext,
  { lives, keepsEarlier = false, ...link }: NewOneTimeLink,
): Promise<OneTimeLink> {
  if (!keepsEarlier) await voidLinks(db, link.userId, [link.purpose]);
  return insertLink(db, { ...link, nonce: randomBytes(32), keyId: keys.currentId }, lives);
}

/** Voids a person's open links, of some purposes or all: after a change of e-mail or password, or when disabled (rule 5). */
export async function voidOneTimeLinks(
  { db }: ServiceContext,
  userId: string,
  purposes?: readonly LinkPurpose[],
): Promise<void> {
  await voidLinks(db, userId, purposes);
}

/** The secret part of a link: an HMAC-SHA-256 over its row, base64url. Null where its key left the ring (rule 17). */
export function linkSecret(keys: KeyRing, link: OneTimeLink): string | null {
  const mac = keys.mac(link.keyId, link.purpose, [
    link.id,
    link.purpose,
    link.mailbox,
    link.nonce,
    link.expiresAt.toISOString(),
    link.keyId,
  ]);
  return mac?.toString("base64url") ?? null;
}

/** The address in the e-mail. What is secret stands in the fragment, which no server and no log ever sees. */
export function linkUrl(appUrl: URL, link: OneTimeLink, secret: string): string {
  return new URL(`${pages[link.purpose]}#${link.id}.${secret}`, appUrl).href;
}

/**
 * The link behind `<id>.<secret>`, compared in constant time (ASVS 11.2.4). Throws link_invalid, the same for unknown,
 * wrong, used, voided and expired ones and for a mailbox that is no longer its person's.
 */
export async function findUsableLink(
  { db, keys }: ServiceContext,
  { purposes, token }: { purposes: readonly LinkPurpose[]; token: string },
): Promise<OneTimeLink> {
  const [, id = "", secret = ""] = /^([^.]*)\.(.*)$/.exec(token) ?? [];
  const link = uuid.test(id) ? await findOpenLink(db, id, purposes) : null;
  if (!link || !sameSecret(linkSecret(keys, link), secret)) throw linkInvalid();
  return link;
}

/** Uses a link up: of many at once, one goes through and the others get link_invalid. Call it inside the transaction. */
export async function spendLink({ db }: ServiceContext, link: OneTimeLink): Promise<void> {
  if (!(await markLinkUsed(db, link.id))) throw linkInvalid();
}

function sameSecret(expected: string | null, given: string): boolean {
  if (expected === null) return false;
  const hash = (text: string) => createHash("sha256").update(text, "utf8").digest();
  return timingSafeEqual(hash(expected), hash(given));
}

function linkInvalid(): DomainError {
  return new DomainError("link_invalid", "This link was used, has expired or was replaced by a newer one.");
}
