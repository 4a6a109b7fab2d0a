import "server-only";
import type { TokenRequestKind } from "../../../contracts/request-kinds";
import type { Scope } from "../../../contracts/scopes";
import type { Person } from "../queries/people";
import type { auditEvents } from "../schema";
import type { PastToken } from "./history";

export const minute = 60_000;

/** What an approver signs, as the domain's digest takes it; the database layer may not import the domain. */
export interface SignedPast {
  kind: TokenRequestKind;
  tokenReference: string;
  tokenVersion: number;
  requesterId: string;
  purpose: string;
  scopes: readonly Scope[];
  networks: ReadonlyArray<{ network: string; label: string; expiresAt: Date | null }>;
  ratePerMinute: number;
  dailyLimit: number;
  distinctCeiling: number | null;
  tokenExpiresAt: Date;
  overlapSeconds: number;
  reason: string;
}

/** What every part of the demonstration's history is told from. */
export interface Past {
  /** The database's clock when the seed began, in whole milliseconds: codes are derived from times that read back the same. */
  now: number;
  requestDigest(request: SignedPast): Buffer;
  /** The key that codes are derived with. */
  keyId: string;
  /** By e-mail address. */
  person(email: string): Person;
  customerIds: readonly string[];
}

export type PastRecord = typeof auditEvents.$inferInsert;

/** One token with its request, as its life left them. */
export interface PastRequest {
  past: PastToken;
  tokenId: string;
  requestId: string;
  digest: Buffer;
  requester: Person;
  /** Everyone who was asked to decide. */
  asked: readonly Person[];
  decider: Person | null;
  submittedAt: Date;
  requestExpiresAt: Date;
  decidedAt: Date | null;
  displayedAt: Date | null;
  revokedAt: Date | null;
  tokenExpiresAt: Date;
}

/** The address a person works from, always the same one of head office's. */
export function officeOf(person: Pick<Person, "email">): string {
  const sum = [...person.email].reduce((total, letter) => total + (letter.codePointAt(0) ?? 0), 0);
  return `203.0.113.${1 + (sum % 8)}`;
}

export const after = (at: Date, minutes: number) => new Date(at.getTime() + minutes * minute);
