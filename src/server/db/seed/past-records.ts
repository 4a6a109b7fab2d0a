import "server-only";
import type { Transaction } from "../client";
import type { Person } from "../queries/people";
import { auditEvents } from "../schema";
import { dayMinutes, people } from "./history";
import { after, minute, officeOf, type Past, type PastRecord, type PastRequest } from "./past";
import { type Random, randomAt } from "./random";

const batch = 500;

/** Inserts the records of the whole history, the reviews' among them, in the order things happened. */
export async function insertPastRecords(
  tx: Transaction,
  requests: readonly PastRequest[],
  reviews: readonly PastRecord[],
  given: Past,
): Promise<void> {
  const rows = [
    ...reviews,
    ...requests.flatMap(lifeOf),
    ...requests.flatMap((one) => readsOf(one, given)),
    ...staffDay(given),
  ];
  rows.sort((one, other) => (one.at?.getTime() ?? 0) - (other.at?.getTime() ?? 0));
  for (let start = 0; start < rows.length; start += batch) {
    await tx.insert(auditEvents).values(rows.slice(start, start + batch));
  }
}

export const requestIdOf = (random: Random) => `req_${random.letters(22)}`;

export function byPerson(
  person: Person,
  random: Random,
): Pick<PastRecord, "actorKind" | "actorId" | "clientIp" | "requestId" | "outcome"> {
  const common = { actorKind: "user" as const, outcome: "allowed" as const };
  return { ...common, actorId: person.id, clientIp: officeOf(person), requestId: requestIdOf(random) };
}

function lifeOf(request: PastRequest): PastRecord[] {
  const { past, tokenId, requestId: accessRequestId, requester, decider } = request;
  const random = randomAt(seedOf(past.reference), 0);
  const row = (person: Person, action: string, at: Date, more: Partial<PastRecord> = {}): PastRecord => ({
    ...byPerson(person, random),
    action,
    at,
    tokenId,
    ...more,
  });
  const digest = request.digest.toString("hex");
  const rows = [
    row(requester, "token.generated", after(request.submittedAt, -12), { details: { scopes: past.scopes } }),
    row(requester, "request.submitted", request.submittedAt, {
      accessRequestId,
      details: {
        digest,
        networks: past.networks.map(({ network }) => network),
        scopes: past.scopes,
        asked: request.asked.map(({ id }) => id),
      },
    }),
  ];
  if (decider && request.decidedAt) {
    const action = past.decision?.approved ? "request.approved" : "request.rejected";
    const details = { digest, requester: requester.id };
    rows.push(row(decider, action, request.decidedAt, { accessRequestId, details }));
  }
  if (request.displayedAt) {
    rows.push(
      row(requester, "token.displayed", request.displayedAt, { accessRequestId }),
      row(requester, "token.saved", after(request.displayedAt, 2)),
    );
  }
  return rows;
}

/** Reads over the two weeks before the newest, never before the secret was displayed, and now and then a refusal. */
function readsOf(request: PastRequest, given: Past): PastRecord[] {
  const { past, tokenId, displayedAt } = request;
  const ended = past.revoked && request.revokedAt ? [revocationOf(request, given)] : [];
  if (!past.reads || !displayedAt) return ended;
  const random = randomAt(seedOf(past.reference), 1);
  const newest = given.now - past.reads.newestMinutesAgo * minute;
  const oldest = Math.max(displayedAt.getTime() + 45 * minute, newest - 14 * dayMinutes * minute);
  const token = { actorKind: "token" as const, actorId: tokenId, tokenId };
  const fields = [
    "basic",
    ...past.scopes.filter((one) => one.startsWith("fields:")).map((one) => one.slice(7)),
  ];
  const reads = Array.from({ length: past.reads.count }, (_, index): PastRecord => {
    const at = new Date(index === 0 ? newest : newest - Math.floor(random.unit() * (newest - oldest)));
    const call = { ...token, at, action: "customer.read", requestId: requestIdOf(random) };
    if (index > 0 && random.chance(0.04)) {
      return {
        ...call,
        outcome: "refused",
        rule: "ip_not_allowed",
        clientIp: `192.0.2.${random.between(1, 254)}`,
      };
    }
    const customerIds = [random.pick(given.customerIds)];
    return { ...call, outcome: "allowed", clientIp: past.reads?.address, customerIds, fields };
  });
  return [...reads, ...ended];
}

function revocationOf(request: PastRequest, given: Past): PastRecord {
  const { past, tokenId, revokedAt } = request;
  const person = given.person(past.revoked?.by ?? people.manager);
  return {
    ...byPerson(person, randomAt(seedOf(past.reference), 2)),
    action: "token.revoked",
    at: revokedAt ?? undefined,
    tokenId,
  };
}

/** A morning at head office: people sign in, and Sam looks after a member. */
function staffDay(given: Past): PastRecord[] {
  const random = randomAt(1, 0);
  const ago = (minutes: number) => new Date(given.now - minutes * minute);
  const signIns = Object.values(people).map((email, index): PastRecord => {
    return { ...byPerson(given.person(email), random), action: "session.started", at: ago(200 + index * 7) };
  });
  const sam = given.person(people.staff);
  const shown = given.customerIds.slice(0, 3);
  return [
    ...signIns,
    { ...byPerson(sam, random), action: "customer.listed", at: ago(190), customerIds: [...shown] },
    { ...byPerson(sam, random), action: "customer.viewed", at: ago(189), customerIds: shown.slice(0, 1) },
    {
      ...byPerson(sam, random),
      action: "customer.revealed",
      at: ago(188),
      customerIds: shown.slice(0, 1),
      fields: ["first_name", "last_name", "email", "phone", "member_number"],
    },
  ];
}

function seedOf(reference: string): number {
  return [...reference].reduce((sum, letter) => (Math.imul(sum, 31) + (letter.codePointAt(0) ?? 0)) | 0, 7);
}
