import "server-only";
import type {
  AddressRefusedFacts,
  MailedToken,
  MailFacts,
  NetworkExpiringFacts,
  OwnFacts,
  TokenReadingFacts,
  TokenRevokedFacts,
  TokenRotatedFacts,
} from "../../../contracts/mail-facts";
import { findRequest } from "../../db/queries/access-requests";
import {
  findMailedNetwork,
  findMailedToken,
  type MailedTokenRow,
  olderSecretsEnd,
} from "../../db/queries/message-facts";
import type { MessageRow } from "../../db/queries/messages";
import { findPerson } from "../../db/queries/people";
import type { ServiceContext } from "../context";
import { pageUrl } from "./facts-of-person";
import { mailedNetwork } from "./facts-of-request";

type TokenKind =
  | "token_expiring"
  | "token_expired"
  | "token_rotated"
  | "token_revoked"
  | "network_expiring"
  | "address_refused"
  | "token_reads_many"
  | "token_suspended";

type FactsOfToken = Extract<MailFacts, { token: MailedToken }>;

interface About {
  url: string;
  token: MailedToken;
}

/** What a mail about a token says; null where its rows are of another kind. */
export async function tokenFacts(
  context: ServiceContext,
  message: MessageRow & { kind: TokenKind },
): Promise<OwnFacts<FactsOfToken> | null> {
  const { tokenId, kind, recipientId } = message;
  const row = tokenId ? await findMailedToken(context.db, tokenId) : null;
  if (!row) return null;
  const { reference, title, signedPurpose, owner, ownerLeft } = row;
  const about: About = {
    url: pageUrl(context, `/settings/program/api?token=${tokenId}`),
    token: { reference, title, signedPurpose, owner, mine: row.ownerId === recipientId, ownerLeft },
  };
  switch (kind) {
    case "token_expiring":
    case "token_expired":
      return {
        kind,
        ...about,
        expiresAt: momentOf(message, row.expiresAt),
        days: message.details?.days ?? 0,
      };
    case "token_rotated":
      return rotated(context, message, about);
    case "token_revoked":
      return revoked(row, about);
    case "network_expiring":
      return networkExpiring(context, message, about);
    case "address_refused":
      return refused(message, about);
    case "token_reads_many":
    case "token_suspended":
      return reading(message, kind, about);
  }
}

/** The moment that the message names: what it was written about, whatever came after. */
const momentOf = ({ details }: MessageRow, otherwise: Date) =>
  details?.at ? new Date(details.at) : otherwise;

async function rotated(
  { db }: ServiceContext,
  message: MessageRow,
  about: About,
): Promise<OwnFacts<TokenRotatedFacts> | null> {
  const { accessRequestId, tokenId, details, createdAt } = message;
  const row = accessRequestId ? await findRequest(db, accessRequestId) : null;
  const by = details?.byId ? await findPerson(db, details.byId) : null;
  if (!row || !tokenId || !by) return null;
  return {
    kind: "token_rotated",
    ...about,
    asked: row.request.kind === "renewal" ? "renewal" : "rotation",
    displayedBy: by.name,
    displayedAt: momentOf(message, createdAt),
    approvedBy: row.deciderName,
    oldEndsAt: await olderSecretsEnd(db, tokenId, row.request.id),
  };
}

function revoked({ revokedAt, revokedBy }: MailedTokenRow, about: About): OwnFacts<TokenRevokedFacts> | null {
  return revokedAt && { kind: "token_revoked", ...about, revokedAt, revokedBy };
}

async function networkExpiring(
  { db }: ServiceContext,
  message: MessageRow,
  about: About,
): Promise<OwnFacts<NetworkExpiringFacts> | null> {
  const { details } = message;
  const row = details?.networkId ? await findMailedNetwork(db, details.networkId) : null;
  if (!row?.expiresAt) return null;
  const expiresAt = momentOf(message, row.expiresAt);
  return { kind: "network_expiring", ...about, network: mailedNetwork(row), expiresAt };
}

function refused(message: MessageRow, about: About): OwnFacts<AddressRefusedFacts> {
  const { details, createdAt } = message;
  return {
    kind: "address_refused",
    ...about,
    address: details?.address ?? null,
    firstAt: momentOf(message, createdAt),
    count: details?.count ?? 1,
  };
}

function reading(
  message: MessageRow,
  kind: TokenReadingFacts["kind"],
  about: About,
): OwnFacts<TokenReadingFacts> | null {
  const found = message.details?.reading;
  return found ? { kind, ...about, reading: found, seenAt: momentOf(message, message.createdAt) } : null;
}
