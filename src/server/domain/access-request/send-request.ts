import "server-only";
import type { ChangeRequestKind, RequestedChange, TokenRequestKind } from "../../../contracts/request-kinds";
import type { Scope } from "../../../contracts/scopes";
import { insertRequest, requestsMadeLately } from "../../db/queries/access-requests";
import { enqueueJob } from "../../db/queries/jobs";
import type { Person } from "../../db/queries/people";
import { recordEvent } from "../audit/record-event";
import type { ServiceContext, UserContext } from "../context";
import { DomainError } from "../errors";
import { programSettings } from "../program/program-settings";
import { personOf } from "../user/person-of";
import { askApprovers } from "./ask-approvers";
import type { RequestedNetwork } from "./check-networks";
import { requestDigest } from "./digest";
import { inOtherMailboxes } from "./in-other-mailboxes";
import { requireCopied } from "./require-copied";

/** Requests of one person an hour, whatever they ask for. */
const mostAnHour = 60;

interface EverySet {
  purpose: string;
  reason: string;
}

/** Asks for a token: its whole set of values, with what is to change. */
export interface TokenSet extends EverySet {
  kind: TokenRequestKind;
  token: { id: string; reference: string; version: number };
  scopes: Scope[];
  networks: readonly RequestedNetwork[];
  ratePerMinute: number;
  dailyLimit: number;
  distinctCeiling: number | null;
  tokenExpiresAt: Date;
  overlapSeconds: number;
  /** The closed request that this one was copied from. */
  copiedFrom?: string;
}

/** Asks for another change. */
export interface ChangeSet extends EverySet {
  kind: ChangeRequestKind;
  change: RequestedChange;
  /** The person or role that it is made to; null for the program. */
  subjectId: string | null;
  /** Lapses undecided after this many minutes; the program's setting where it is not given. */
  lapsesAfterMinutes?: number;
}

interface Asker {
  userId: string;
  from: string | null;
}

interface Sent {
  requestId: string;
  /** The names of the approvers. */
  asked: string[];
}

/**
 * Sends a request to every approver with another mailbox than the asker's, with its digest: request, codes, messages,
 * notifications and record, all on the caller's transaction, which holds the approvers' locks. Throws
 * no_other_security_admin where nobody else could decide, request_open_already where its token or subject has an open one,
 * too_many_attempts for the requester's sixty-first within an hour, invalid_input where it says it is a copy and is not.
 */
export async function sendRequest(
  context: UserContext,
  set: TokenSet | ChangeSet,
  approvers: readonly Person[],
): Promise<Sent> {
  return sendRequestFor(context, { userId: context.actor.userId, from: context.clientIp }, set, approvers);
}

/**
 * The same for somebody who asked earlier, from where they asked: the record has as its actor whoever does now what it
 * waited for, and the asker beside them.
 */
export async function sendRequestFor(
  context: ServiceContext,
  asker: Asker,
  set: TokenSet | ChangeSet,
  others: readonly Person[],
): Promise<Sent> {
  const approvers = inOtherMailboxes(others, (await personOf(context, asker.userId)).email);
  if (approvers.length === 0) {
    throw new DomainError(
      "no_other_security_admin",
      "Nobody but you could decide this. Ask an Administrator to make another person Security Admin, then submit again.",
    );
  }
  const request = await storeRequest(context, asker, set);
  await askApprovers(context, request.id, approvers);
  await enqueueJob(
    context.db,
    "expire_request",
    { requestId: request.id },
    { jobKey: `expire:${request.id}`, runAt: request.expiresAt },
  );
  await recordEvent(context, {
    action: "request.submitted",
    tokenId: "token" in set ? set.token.id : null,
    accessRequestId: request.id,
    subjectId: "change" in set ? (set.subjectId ?? undefined) : undefined,
    details: {
      kind: set.kind,
      digest: request.digest,
      ...("token" in set
        ? { networks: set.networks.map((one) => one.network), scopes: set.scopes }
        : { change: set.purpose }),
      asked: approvers.map((one) => one.id),
      ...(isActor(context, asker) ? {} : { askedBy: asker.userId }),
    },
  });
  return { requestId: request.id, asked: approvers.map((one) => one.name) };
}

const isActor = ({ actor }: ServiceContext, { userId }: Asker) =>
  actor.kind === "user" && actor.userId === userId;

async function storeRequest(context: ServiceContext, asker: Asker, set: TokenSet | ChangeSet) {
  if ("token" in set) await requireCopied(context, set.copiedFrom);
  await requireRoom(context, asker.userId);
  const { requestDays } = await programSettings(context);
  const requesterId = asker.userId;
  const minutes = ("change" in set && set.lapsesAfterMinutes) || requestDays * 24 * 60;
  const common = { minutes, requestedBy: requesterId, requestedFrom: asker.from };
  const digest = requestDigest({ ...signedForm(set), requesterId });
  const request = await insertRequest(context.db, { ...common, ...columnsOf(set), digest });
  if (!request) throw openAlready(set);
  return { ...request, digest: digest.toString("hex") };
}

/** Each one mails every approver: nobody buries what others ask for, or tires who decides (ASVS 2.4.1). */
async function requireRoom({ db }: ServiceContext, requesterId: string): Promise<void> {
  if ((await requestsMadeLately(db, requesterId, 60)) < mostAnHour) return;
  throw new DomainError(
    "too_many_attempts",
    `You sent ${mostAnHour} requests within the hour, and each asks every approver. Go on in a while.`,
  );
}

function signedForm(set: TokenSet | ChangeSet) {
  if ("change" in set) return set;
  return { ...set, tokenReference: set.token.reference, tokenVersion: set.token.version };
}

function columnsOf(set: TokenSet | ChangeSet) {
  if ("change" in set) return { ...set, networks: [] };
  const { token, ...columns } = set;
  return { ...columns, tokenId: token.id, tokenVersion: token.version };
}

function openAlready(set: TokenSet | ChangeSet): DomainError {
  return new DomainError(
    "request_open_already",
    "token" in set
      ? "A request for this token is open already. Withdraw it to change it."
      : "A request for this change is open already. It must be decided or withdrawn first.",
  );
}
