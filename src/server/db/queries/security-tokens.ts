import "server-only";
import { and, eq, gt, isNull, ne, or, sql } from "drizzle-orm";
import { secretRequestKinds } from "../../../contracts/request-kinds";
import type { Scope } from "../../../contracts/scopes";
import type { Executor } from "../client";
import { approvedNetworks, securityTokens, tokenSecrets } from "../schema";
import { grantVoided, newestGrant } from "./token-conditions";

export type SecurityTokenRow = typeof securityTokens.$inferSelect;

/** Inserts an inert token; null where the reference is taken. */
export async function insertDraftToken(
  db: Executor,
  draft: typeof securityTokens.$inferInsert,
): Promise<SecurityTokenRow | null> {
  const [row] = await db.insert(securityTokens).values(draft).onConflictDoNothing().returning();
  return row ?? null;
}

/** Locks one token's row; what is read after it is read anew. */
export async function lockToken(db: Executor, tokenId: string) {
  const [row] = await db
    .select({
      token: securityTokens,
      expired: sql<boolean>`${securityTokens.expiresAt} <= countersign_now()`,
    })
    .from(securityTokens)
    .where(eq(securityTokens.id, tokenId))
    .for("update");
  return row ?? null;
}

/** Whether a moment lies ahead, and at most this many days, by the database's clock. */
export async function expiryStanding(
  db: Executor,
  moment: Date,
  mostDays: number,
): Promise<"past" | "fine" | "too_far"> {
  const rows = await db.execute<{ standing: "past" | "fine" | "too_far" }>(sql`
    select case
      when ${moment.toISOString()}::timestamptz <= countersign_now() then 'past'
      when ${moment.toISOString()}::timestamptz > countersign_now() + make_interval(days => ${mostDays + 1}) then 'too_far'
      else 'fine' end as standing`);
  return rows[0]?.standing ?? "past";
}

export interface DraftValues {
  purpose: string;
  scopes: Scope[];
  expiresAt: Date;
  ratePerMinute: number;
  dailyLimit: number;
  distinctCeiling: number | null;
}

/** Sets what an inert token is asked for; a token that was ever approved is not touched. */
export async function setDraftValues(db: Executor, tokenId: string, values: DraftValues): Promise<void> {
  await db
    .update(securityTokens)
    .set(values)
    .where(and(eq(securityTokens.id, tokenId), isNull(securityTokens.approvedAt)));
}

/** Name and notes, which nobody signs. */
export async function setTokenWords(
  db: Executor,
  tokenId: string,
  words: { name: string | null; notes: string },
): Promise<void> {
  await db.update(securityTokens).set(words).where(eq(securityTokens.id, tokenId));
}

/** Copies what was signed onto the token, starts its counters full, and opens its networks. */
export async function grantApprovedRequest(db: Executor, requestId: string): Promise<void> {
  await db.execute(sql`
    update security_tokens t set
      purpose = r.purpose, scopes = r.scopes, rate_per_minute = r.rate_per_minute, daily_limit = r.daily_limit,
      distinct_ceiling = r.distinct_ceiling, expires_at = r.token_expires_at, approved_at = coalesce(t.approved_at, r.decided_at), version = t.version + 1
    from access_requests r where r.id = ${requestId} and r.status = 'approved' and t.id = r.token_id`);
  await db.execute(sql`
    insert into token_usage (token_id, rate_left, refilled_at, day)
    select r.token_id, r.rate_per_minute, countersign_now(), (countersign_now() at time zone 'UTC')::date
    from access_requests r where r.id = ${requestId} on conflict do nothing`);
  await db.execute(sql`
    insert into approved_networks (token_id, request_id, network, label, approved_by, expires_at)
    select r.token_id, r.id, n.network, n.label, r.decided_by, n.expires_at
    from access_requests r join access_request_networks n on n.request_id = r.id where r.id = ${requestId}`);
}

/** Gives up a token that was never approved and has no open request; false where it is neither. */
export async function discardDraft(db: Executor, tokenId: string, ownerId: string): Promise<boolean> {
  const rows = await db
    .update(securityTokens)
    .set({ discardedAt: sql`countersign_now()` })
    .where(
      and(
        eq(securityTokens.id, tokenId),
        eq(securityTokens.createdBy, ownerId),
        isNull(securityTokens.approvedAt),
        isNull(securityTokens.discardedAt),
        sql`not exists (select 1 from access_requests r where r.token_id = ${securityTokens.id} and r.status = 'pending')`,
      ),
    )
    .returning({ id: securityTokens.id });
  return rows.length === 1;
}

/** Ends a token for good; false where it was not approved or has ended already. */
export async function revokeApprovedToken(
  db: Executor,
  tokenId: string,
  revokedBy: string | null,
): Promise<boolean> {
  const rows = await db
    .update(securityTokens)
    .set(endedBy(revokedBy))
    .where(
      and(
        eq(securityTokens.id, tokenId),
        isNull(securityTokens.revokedAt),
        sql`${securityTokens.approvedAt} is not null`,
      ),
    )
    .returning({ id: securityTokens.id });
  return rows.length === 1;
}

/** Who ended it, or nobody: a job, which may not name anybody. */
const endedBy = (revokedBy: string | null) => ({
  revokedAt: sql`countersign_now()`,
  ...(revokedBy && { revokedBy }),
});

/** Ends one approved network for good; null where it has ended already. */
export async function revokeLiveNetwork(db: Executor, networkId: string, revokedBy: string | null) {
  const [row] = await db
    .update(approvedNetworks)
    .set(endedBy(revokedBy))
    .where(and(eq(approvedNetworks.id, networkId), isNull(approvedNetworks.revokedAt)))
    .returning({ tokenId: approvedNetworks.tokenId, network: approvedNetworks.network });
  return row ?? null;
}

/** Ends tokens that have no secret, where the next would be this person's to display. */
export async function revokeUndisplayedTokens(db: Executor, requesterId: string) {
  return db
    .update(securityTokens)
    .set({ revokedAt: sql`countersign_now()` })
    .where(
      and(
        isNull(securityTokens.revokedAt),
        sql`${securityTokens.id} in (
          select t.id from security_tokens t join lateral (${newestGrant}) g on g.requested_by = ${requesterId}
          where not exists (select 1 from token_secrets s where s.token_id = t.id))`,
      ),
    )
    .returning({ id: securityTokens.id });
}

/** The approved requests whose secret this person has yet to display. */
export async function undisplayedGrants(db: Executor, requesterId: string) {
  const rows = await db.execute<{ id: string; tokenId: string; requestedBy: string }>(sql`
    select g.id, t.id as "tokenId", g.requested_by as "requestedBy"
    from security_tokens t join lateral (${newestGrant}) g on g.requested_by = ${requesterId} and g.display = 'waiting'
    where t.revoked_at is null order by g.id`);
  return [...rows];
}

export type DisplayGrant = NonNullable<Awaited<ReturnType<typeof findDisplayGrant>>>;

/**
 * The newest approved request that grants a secret, where it is this person's to display, with the standing of its earlier
 * displays.
 */
export async function findDisplayGrant(
  db: Executor,
  tokenId: string,
  requesterId: string,
  days: number,
  againMinutes: number,
) {
  const rows = await db.execute<{
    requestId: string;
    inTime: boolean;
    overlapSeconds: number;
    displays: number;
    settled: boolean;
    /** True as well where it was not displayed yet. */
    againPossible: boolean;
    voided: boolean;
  }>(sql`
    select r.id as "requestId",
      r.decided_at + make_interval(days => ${days}) > countersign_now() as "inTime",
      r.overlap_seconds as "overlapSeconds", count(s.id)::int as displays,
      coalesce(bool_or(s.saved_at is not null or s.first_used_at is not null), false) as settled,
      coalesce(min(s.displayed_at) + make_interval(mins => ${againMinutes}) > countersign_now(), true) as "againPossible",
      ${grantVoided(sql`r.id`)} as voided
    from access_requests r left join token_secrets s on s.request_id = r.id
    where r.token_id = ${tokenId} and r.status = 'approved' and r.requested_by = ${requesterId}
      and r.kind = any(${sql.param([...secretRequestKinds])}::access_request_kind[])
      and not exists (
        select 1 from access_requests n where n.token_id = r.token_id and n.status = 'approved'
          and n.kind = any(${sql.param([...secretRequestKinds])}::access_request_kind[]) and n.decided_at > r.decided_at)
    group by r.id order by r.decided_at desc limit 1`);
  return rows[0] ?? null;
}

/**
 * Ends the unused and unsaved secrets of one request; those of other requests are not touched. False where one was used
 * or saved meanwhile, and so goes on.
 */
export async function endSecretsOfRequest(db: Executor, requestId: string): Promise<boolean> {
  const open = and(eq(tokenSecrets.requestId, requestId), isNull(tokenSecrets.endsAt));
  await db
    .update(tokenSecrets)
    .set({ endsAt: sql`countersign_now()` })
    .where(and(open, isNull(tokenSecrets.firstUsedAt), isNull(tokenSecrets.savedAt)));
  return (await db.$count(tokenSecrets, open)) === 0;
}

/** A display of a rotation's secret: those of earlier requests end so many seconds from now, none later than it would have. */
export async function endEarlierSecrets(
  db: Executor,
  { tokenId, requestId, overlapSeconds }: { tokenId: string; requestId: string; overlapSeconds: number },
): Promise<void> {
  const end = sql`countersign_now() + make_interval(secs => ${overlapSeconds}::float8)`;
  await db
    .update(tokenSecrets)
    .set({ endsAt: end })
    .where(
      and(
        eq(tokenSecrets.tokenId, tokenId),
        ne(tokenSecrets.requestId, requestId),
        or(isNull(tokenSecrets.endsAt), gt(tokenSecrets.endsAt, end)),
      ),
    );
}

export async function insertSecret(db: Executor, secret: typeof tokenSecrets.$inferInsert) {
  const [row] = await db
    .insert(tokenSecrets)
    .values(secret)
    .returning({ id: tokenSecrets.id, displayedAt: tokenSecrets.displayedAt });
  if (!row) throw new Error("The secret was not stored.");
  return row;
}

/** Marks the live secret of a token as saved by the person who displayed it; false where there is none to mark. */
export async function markSecretSaved(db: Executor, tokenId: string, displayedBy: string): Promise<boolean> {
  const rows = await db
    .update(tokenSecrets)
    .set({ savedAt: sql`countersign_now()` })
    .where(
      and(
        eq(tokenSecrets.tokenId, tokenId),
        eq(tokenSecrets.displayedBy, displayedBy),
        isNull(tokenSecrets.savedAt),
        isNull(tokenSecrets.endsAt),
      ),
    )
    .returning({ id: tokenSecrets.id });
  return rows.length > 0;
}
