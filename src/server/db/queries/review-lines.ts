import "server-only";
import { sql } from "drizzle-orm";
import type { ListReviewInput, ReviewAnswer } from "../../../contracts/review";
import type { Executor } from "../client";
import { dated } from "./dated";
import { lineAskedBy, lineLives, lineState, linesOf } from "./reviews";
import { signedPurpose } from "./token-conditions";

export interface ReviewLineRow extends Record<string, unknown> {
  id: string;
  position: number;
  tokenId: string;
  reference: string;
  title: string;
  /** What was signed, where the token is called otherwise. */
  signedPurpose: string | null;
  ownerName: string;
  /** Null: the line is about the token itself. */
  network: string | null;
  label: string | null;
  approvedBy: string | null;
  approvedAt: Date;
  /** When it ends by itself. */
  expiresAt: Date;
  lastUsedAt: Date | null;
  uses: number;
  state: ReviewAnswer | "unanswered";
  answeredBy: string | null;
  answeredAt: Date | null;
  reason: string | null;
  /** The reader asked for it, so that another must keep it. */
  mine: boolean;
}

/** A page of a round's lines after a position, in their order: by token, each before its networks. */
export async function listLines(
  db: Executor,
  { roundId, state, what, ownerId, after }: ListReviewInput,
  { userId, most }: { userId: string; most: number },
): Promise<ReviewLineRow[]> {
  const rows = await db.execute(sql`
    select l.id, l.position, l.token_id as "tokenId", t.reference, coalesce(t.name, t.purpose) as title,
      ${signedPurpose} as "signedPurpose", o.name as "ownerName",
      text(n.network) as network, n.label, b.name as "approvedBy", coalesce(n.approved_at, t.approved_at) as "approvedAt",
      least(n.expires_at, t.expires_at) as "expiresAt",
      case when n.id is null then tu.last_used_at else nu.last_used_at end as "lastUsedAt",
      coalesce(case when n.id is null then tu.uses else nu.uses end, 0)::int as uses,
      ${lineState} as state, w.name as "answeredBy", l.answered_at as "answeredAt", l.reason, ${lineAskedBy(userId)} as mine
    from ${linesOf}
      join users o on o.id = t.created_by
      left join lateral (
        select q.decided_by from access_requests q where q.token_id = t.id and q.status = 'approved' and n.id is null
        order by q.decided_at desc limit 1) g on true
      left join users b on b.id = coalesce(n.approved_by, g.decided_by)
      left join token_usage tu on tu.token_id = t.id
      left join network_usage nu on nu.network_id = n.id
      left join users w on w.id = l.answered_by
    where l.round_id = ${roundId} and l.position > ${after}
      and ${{ all: sql`true`, unanswered: sql`(l.answer is null and ${lineLives})`, answered: sql`not (l.answer is null and ${lineLives})` }[state]}
      and ${{ all: sql`true`, tokens: sql`l.network_id is null`, networks: sql`l.network_id is not null` }[what]}
      and (${ownerId}::uuid is null or t.created_by = ${ownerId}::uuid)
    order by l.position limit ${most}`);
  return dated(rows);
}

/** Whose tokens a round lists. */
export async function ownersIn(db: Executor, roundId: string) {
  const rows = await db.execute<{ id: string; name: string }>(sql`
    select distinct o.id, o.name from ${linesOf} join users o on o.id = t.created_by
    where l.round_id = ${roundId} order by o.name, o.id`);
  return [...rows];
}

/** Locks the tokens and networks of lines, in one order for all: to keep them as they are, or to end them. */
export async function lockSubjects(
  db: Executor,
  lineIds: readonly string[],
  strength: "share" | "no key update",
): Promise<void> {
  const chosen = sql`(select l.token_id, l.network_id from review_lines l where l.id = any(${sql.param([...lineIds])}::uuid[]))`;
  const lock = sql.raw(`for ${strength}`);
  await db.execute(sql`
    select 1 from security_tokens where id in (select token_id from ${chosen} c) order by id ${lock}`);
  await db.execute(sql`
    select 1 from approved_networks where id in (select network_id from ${chosen} c) order by id ${lock}`);
}

export interface AnsweredLine extends Record<string, unknown> {
  id: string;
  roundId: string;
  tokenId: string;
  networkId: string | null;
}

/**
 * Answers those of these lines that may be: open, before the deadline, of something that lives, and, to keep, not asked
 * for by who answers. Of two at once the first wins.
 */
export async function answerLines(
  db: Executor,
  given: { lineIds: readonly string[]; userId: string } & (
    | { answer: "kept" }
    | { answer: "dropped"; reason: string }
  ),
): Promise<AnsweredLine[]> {
  const { lineIds, userId, answer } = given;
  const reason = given.answer === "dropped" ? given.reason : null;
  // Locked by a statement of its own: what the next one reads of them is what the last one left.
  await db.execute(sql`
    select 1 from review_lines where id = any(${sql.param([...lineIds])}::uuid[]) order by id for no key update`);
  const rows = await db.execute<AnsweredLine>(sql`
    update review_lines x set answer = ${answer}::review_answer, answered_by = ${userId}::uuid, answered_at = countersign_now(),
      reason = ${reason}
    where x.id in (
      select l.id from ${linesOf} join review_rounds v on v.id = l.round_id
      where l.id = any(${sql.param([...lineIds])}::uuid[]) and l.answer is null and v.closed_at is null
        and v.deadline_at > countersign_now() and ${lineLives}
        ${answer === "kept" ? sql`and not ${lineAskedBy(userId)}` : sql``})
    returning x.id, x.round_id as "roundId", x.token_id as "tokenId", x.network_id as "networkId"`);
  return [...rows];
}

export interface LineStanding extends Record<string, unknown> {
  id: string;
  state: ReviewAnswer | "unanswered";
  answeredBy: string | null;
  mine: boolean;
  over: boolean;
}

/** How lines stand: why an answer did not take. */
export async function standingOf(
  db: Executor,
  lineIds: readonly string[],
  userId: string,
): Promise<LineStanding[]> {
  const rows = await db.execute<LineStanding>(sql`
    select l.id, ${lineState} as state, w.name as "answeredBy", ${lineAskedBy(userId)} as mine,
      v.closed_at is not null or v.deadline_at <= countersign_now() as over
    from ${linesOf} join review_rounds v on v.id = l.round_id left join users w on w.id = l.answered_by
    where l.id = any(${sql.param([...lineIds])}::uuid[]) order by l.position`);
  return [...rows];
}

/** The open round in which this token, or a network of it, waits for an answer; null where nothing of it does. */
export async function waitingIn(db: Executor, tokenId: string): Promise<{ deadlineAt: Date } | null> {
  const rows = await db.execute(sql`
    select v.deadline_at as "deadlineAt" from review_rounds v where v.closed_at is null and exists (
      select 1 from review_lines l where l.round_id = v.id and l.token_id = ${tokenId} and l.answer is null)`);
  return dated<{ deadlineAt: Date }>(rows)[0] ?? null;
}

/** Who kept a token last, and when. */
export async function lastKept(db: Executor, tokenId: string) {
  const rows = await db.execute(sql`
    select u.name as "keptBy", l.answered_at as "keptAt" from review_lines l join users u on u.id = l.answered_by
    where l.token_id = ${tokenId} and l.network_id is null and l.answer = 'kept' order by l.answered_at desc limit 1`);
  return dated<{ keptBy: string; keptAt: Date }>(rows)[0] ?? null;
}
