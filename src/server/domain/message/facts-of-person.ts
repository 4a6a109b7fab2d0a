import "server-only";
import type {
  AddressAskedFacts,
  AuditCheckpointFacts,
  CommonFacts,
  EmailChangedFacts,
  FactorChangedFacts,
  MailFacts,
  NewSignInFacts,
  OwnFacts,
  PersonReadingFacts,
  RolesChangedFacts,
} from "../../../contracts/mail-facts";
import { findCheckpoint } from "../../db/queries/audit-chain";
import { findMailedAsk, findMailedEmailChange } from "../../db/queries/message-facts";
import { findLinkFacts, type MessageRow } from "../../db/queries/messages";
import { findPerson } from "../../db/queries/people";
import type { ServiceContext } from "../context";
import { linkSecret, linkUrl } from "../link/one-time-link";

/** Where a page of ours stands. */
export const pageUrl = ({ settings }: ServiceContext, path: string) => new URL(path, settings.appUrl).href;

/** Mails with a single-use link, derived anew from its row (rule 17). */
export async function linkMail(
  context: ServiceContext,
  message: MessageRow,
  linkId: string,
  common: CommonFacts,
): Promise<MailFacts | null> {
  const { db, keys, settings } = context;
  const found = await findLinkFacts(db, linkId);
  const secret = found && linkSecret(keys, found.link);
  if (!found || !secret) return null;
  const { link, invitedBy, roles } = found;
  const mail = { ...common, url: linkUrl(settings.appUrl, link, secret), lapsesAt: link.expiresAt };
  switch (link.purpose) {
    case "invitation":
      return { ...mail, kind: "invitation", invitedBy, roles };
    case "password_reset":
      return { ...mail, kind: "password_reset" };
    default: {
      const change = await emailChangeOf(context, message);
      if (!change) return null;
      const { from, changesTo, askedBy, expiresAt: lapsesAt } = change;
      return { ...mail, kind: link.purpose, from, changesTo, askedBy, lapsesAt };
    }
  }
}

const emailChangeOf = ({ db }: ServiceContext, { details, recipientId }: MessageRow) =>
  findMailedEmailChange(db, { id: details?.emailChangeId ?? null, userId: recipientId });

export async function emailChanged(
  context: ServiceContext,
  message: MessageRow,
): Promise<OwnFacts<EmailChangedFacts> | null> {
  const change = await emailChangeOf(context, message);
  if (!change?.appliedAt) return null;
  const { from, changesTo, appliedAt: changedAt } = change;
  return { kind: "email_changed", url: pageUrl(context, "/profile/account"), from, changesTo, changedAt };
}

export async function rolesChanged(
  context: ServiceContext,
  { details, createdAt }: MessageRow,
): Promise<OwnFacts<RolesChangedFacts>> {
  const by = details?.byId ? await findPerson(context.db, details.byId) : null;
  return {
    kind: "roles_changed",
    url: pageUrl(context, "/profile/account"),
    added: details?.added ?? [],
    removed: details?.removed ?? [],
    by: by?.name ?? null,
    changedAt: details?.at ? new Date(details.at) : createdAt,
  };
}

export function newSignIn(
  context: ServiceContext,
  { details, createdAt }: MessageRow,
): OwnFacts<NewSignInFacts> {
  return {
    kind: "new_sign_in",
    url: pageUrl(context, "/profile/sessions"),
    address: details?.address ?? null,
    browser: details?.browser ?? null,
    signedInAt: details?.at ? new Date(details.at) : createdAt,
  };
}

export function factorChanged(
  context: ServiceContext,
  { details, createdAt }: MessageRow,
): OwnFacts<FactorChangedFacts> {
  return {
    kind: "factor_changed",
    url: pageUrl(context, "/profile/second-factor"),
    change: details?.change ?? "added",
    address: details?.address ?? null,
    changedAt: details?.at ? new Date(details.at) : createdAt,
  };
}

export async function auditCheckpoint(
  context: ServiceContext,
  { details }: MessageRow,
): Promise<OwnFacts<AuditCheckpointFacts> | null> {
  const checkpoint = details?.seq ? await findCheckpoint(context.db, details.seq) : null;
  return checkpoint && { kind: "audit_checkpoint", url: pageUrl(context, "/audit-log"), checkpoint };
}

export async function addressAsked(
  context: ServiceContext,
  { details }: MessageRow,
): Promise<OwnFacts<AddressAskedFacts> | null> {
  const ask = details?.askId ? await findMailedAsk(context.db, details.askId) : null;
  if (!ask) return null;
  const url = pageUrl(context, `/settings/program/api?ask=${details?.askId}`);
  return { kind: "address_asked", url, ...ask };
}

/** Null where the person is not there, or the message says of no reading. */
export async function personReading(
  context: ServiceContext,
  { details, createdAt }: MessageRow,
): Promise<OwnFacts<PersonReadingFacts> | null> {
  const person = details?.byId ? await findPerson(context.db, details.byId) : null;
  if (!person || !details?.reading) return null;
  const { customers } = details.reading;
  return {
    kind: "person_reads_many",
    url: pageUrl(context, `/audit-log?actor=${person.id}`),
    person: person.name,
    customers,
    seenAt: createdAt,
  };
}
