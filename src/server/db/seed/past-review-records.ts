import "server-only";
import { day } from "../../../contracts/day";
import type { Past, PastRecord } from "./past";
import { byPerson, requestIdOf } from "./past-records";
import { type Random, randomAt } from "./random";
import type { PastLine, PastRound } from "./review-history";

/** A seed apart from those that the tokens' names give. */
const seed = 365;

/** The records of a round as opening, answering and closing it write them: those of one answer under one request id. */
export function recordsOfRound(round: PastRound, past: Past): PastRecord[] {
  const random = randomAt(seed, Math.floor(round.openedAt.getTime() / day));
  const details = { lines: round.lines.length, deadline: round.deadlineAt.toISOString() };
  const opened = { at: round.openedAt, action: "review.opened", subjectId: round.id, details };
  return [{ ...bySweep(random), ...opened }, ...answersOf(round, past, random), ...endOf(round, random)];
}

/** A job's number, far above those that this installation's own will have. */
function bySweep(random: Random): Pick<PastRecord, "actorKind" | "requestId" | "outcome"> {
  const requestId = `job_${random.between(50_000_000, 99_999_999)}`;
  return { actorKind: "system", outcome: "allowed", requestId };
}

function answersOf({ id: roundId, lines }: PastRound, past: Past, random: Random): PastRecord[] {
  const given = new Set(lines.flatMap((line) => (line.given ? [line.given] : [])));
  return [...given].flatMap((answer) => {
    const common = { ...byPerson(past.person(answer.by), random), requestId: requestIdOf(random) };
    const answered = lines.filter((line) => line.given === answer);
    const action = answer.reason === null ? "review.kept" : "review.dropped";
    const rows = answered.map((line) => ({ ...common, ...lineRecord(line, roundId), action }));
    if (answer.reason === null) return rows;
    const why = { reason: "review_dropped", roundId };
    const networksFirst = answered.toSorted((one, other) => Number(!one.network) - Number(!other.network));
    return [...rows, ...networksFirst.map((line) => ({ ...common, ...endRecord(line, why) }))];
  });
}

/** At the deadline: what nobody answered, and the round's result. */
function endOf({ id: roundId, lines, closedAt }: PastRound, random: Random): PastRecord[] {
  if (!closedAt) return [];
  const sweep = bySweep(random);
  const why = { reason: "not_attested", roundId };
  const expired = lines.filter(({ answer }) => answer === "expired");
  const counted = (answer: PastLine["answer"]) => lines.filter((line) => line.answer === answer).length;
  const answers = {
    kept: counted("kept"),
    dropped: counted("dropped"),
    expired: expired.length,
    ended: 0,
  };
  return [
    ...expired.flatMap((line) => [
      { ...sweep, ...lineRecord(line, roundId), action: "review.expired" },
      { ...sweep, ...endRecord(line, why) },
    ]),
    { ...sweep, at: closedAt, action: "review.closed", subjectId: roundId, details: answers },
  ];
}

const lineRecord = ({ request: { tokenId }, networkId, answeredAt }: PastLine, roundId: string) => ({
  at: answeredAt ?? undefined,
  tokenId,
  subjectId: networkId ?? tokenId,
  details: { roundId },
});

function endRecord({ request: { tokenId }, networkId, network, answeredAt }: PastLine, why: object) {
  const at = answeredAt ?? undefined;
  if (!networkId) return { at, action: "token.revoked", tokenId, details: { ...why } };
  return { at, action: "network.revoked", tokenId, subjectId: networkId, details: { network, ...why } };
}
