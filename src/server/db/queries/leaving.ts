import "server-only";
import { sql } from "drizzle-orm";
import type { Executor } from "../client";
import { newestGrant } from "./token-conditions";

export interface LeavingToken {
  reference: string;
  title: string;
}

export interface Leaving extends Record<string, unknown> {
  openRequests: Array<{ id: string; purpose: string }>;
  /** Approved for them, and never displayed. */
  undisplayed: LeavingToken[];
  /** Theirs, and in use. */
  live: LeavingToken[];
  sessions: number;
  /** Requests that they were asked to decide, with a code that still works. */
  codes: number;
}

const tokens = (which: ReturnType<typeof sql>) => sql`coalesce((select json_agg(json_build_object(
    'reference', t.reference, 'title', coalesce(t.name, t.purpose)) order by t.reference)
  from security_tokens t where t.revoked_at is null and t.approved_at is not null
    and t.expires_at > countersign_now() and ${which}), '[]')`;
const displayed = sql`exists (select 1 from token_secrets s where s.token_id = t.id)`;

/** What a person leaves behind: what ends with their account, and what stays. */
export async function leavingOf(db: Executor, userId: string, idleMinutes: number): Promise<Leaving> {
  const [row] = await db.execute<Leaving>(sql`
    select coalesce((select json_agg(json_build_object('id', r.id, 'purpose', r.purpose) order by r.created_at)
        from access_requests r where r.requested_by = ${userId} and r.status = 'pending'
          and r.expires_at > countersign_now()), '[]') as "openRequests",
      ${tokens(sql`not ${displayed} and exists (select 1 from (${newestGrant}) g where g.requested_by = ${userId})`)} as undisplayed,
      ${tokens(sql`t.created_by = ${userId} and ${displayed}`)} as live,
      (select count(*)::int from sessions s where s.user_id = ${userId} and s.ended_at is null
        and s.expires_at > countersign_now()
        and s.last_seen_at > countersign_now() - make_interval(mins => ${idleMinutes}::int)) as sessions,
      (select count(*)::int from approval_codes c join access_requests r on r.id = c.request_id
        where c.approver_id = ${userId} and c.used_at is null and c.voided_at is null and r.status = 'pending'
          and r.expires_at > countersign_now()) as codes`);
  if (!row) throw new Error("A select without a table gives one row.");
  return row;
}
