import "server-only";
import { sql } from "drizzle-orm";
import { optionalMessageKinds } from "../../../contracts/message-kinds";
import type { Permission } from "../../../contracts/permissions";
import type { Executor } from "../client";

const optional = sql.param([...optionalMessageKinds]);

/** The kinds that a person turned off, among those that may be. `messages m` is in reach. */
const turnedOff = sql`exists (
  select 1 from message_preferences p
  where p.user_id = m.recipient_id and p.kind = m.kind and p.kind = any(${optional}::message_kind[]))`;

const holds = (...permissions: Permission[]) => sql`exists (
  select 1 from user_roles ur join role_permissions rp on rp.role_id = ur.role_id
  where ur.user_id = u.id and rp.permission = any(${sql.param(permissions)}::text[]))`;

const requestOpen = sql`r.status = 'pending' and r.expires_at > countersign_now()`;
const codeUsable = sql`r.requested_by <> u.id and c.mailbox = m.mailbox and c.used_at is null and c.voided_at is null
  and (${holds("access_requests.decide")} or (r.kind = 'break_glass' and ${holds("api_settings.manage")}))`;
const linkOpen = sql`l.used_at is null and l.voided_at is null and l.expires_at > countersign_now() and l.mailbox = m.mailbox`;
const named = sql`(m.details ->> 'at')::timestamptz`;
const tokenEndsThen = sql`t.revoked_at is null and date_trunc('milliseconds', t.expires_at) = ${named}`;
const reviewOpen = sql`exists (
  select 1 from review_rounds v where v.id = (m.details ->> 'roundId')::uuid and v.closed_at is null
    and v.deadline_at > countersign_now())`;
const looksAfter = holds("api_settings.manage");

/** One rule a kind; what has none is always wanted. */
const rules = sql`case m.kind
  when 'approval_requested' then ${requestOpen} and ${codeUsable}
  when 'approval_reminder' then ${requestOpen} and ${codeUsable}
  when 'request_escalated' then ${requestOpen}
  when 'request_commented' then r.requested_by = u.id or ${holds("access_requests.decide", "api_settings.manage")}
  when 'invitation' then ${linkOpen}
  when 'password_reset' then ${linkOpen}
  when 'email_change_from' then ${linkOpen}
  when 'email_change_to' then ${linkOpen}
  when 'token_expiring' then ${tokenEndsThen} and t.expires_at > countersign_now() and ${looksAfter}
  when 'token_expired' then ${tokenEndsThen} and ${looksAfter}
  when 'token_rotated' then ${holds("access_requests.decide", "api_settings.manage")}
  when 'token_revoked' then ${looksAfter} or t.created_by = u.id
  when 'network_expiring' then ${looksAfter} and t.revoked_at is null and exists (
    select 1 from approved_networks n where n.id = (m.details ->> 'networkId')::uuid and n.revoked_at is null
      and date_trunc('milliseconds', n.expires_at) = ${named} and n.expires_at > countersign_now())
  when 'address_refused' then t.revoked_at is null and t.expires_at > countersign_now()
    and ${holds("access_requests.decide", "api_settings.manage")}
  when 'emergency_review_due' then exists (
    select 1 from emergency_accesses e where e.request_id = r.id and e.closed_at is null)
    and ${holds("access_requests.decide", "api_settings.manage")}
  when 'token_reads_many' then t.revoked_at is null and (t.created_by = u.id or ${holds("access_requests.decide", "api_settings.manage")})
  when 'token_suspended' then t.created_by = u.id or ${holds("access_requests.decide", "api_settings.manage")}
  when 'person_reads_many' then ${holds("access_requests.decide")}
  when 'address_asked' then ${looksAfter} and exists (
    select 1 from address_asks a where a.id = (m.details ->> 'askId')::uuid and a.answered_at is null)
  when 'review_opened' then ${reviewOpen} and ${holds("access_requests.decide")}
  when 'review_reminder' then ${reviewOpen} and ${holds("access_requests.decide")}
  when 'review_owner' then ${reviewOpen} and ${looksAfter}
  when 'review_closed' then ${holds("access_requests.decide", "api_settings.manage")}
  else true end`;

/** A mailbox that is not, or no longer, its recipient's is written to about a change of e-mail alone. */
const rightMailbox = sql`(m.mailbox = u.email or m.kind in ('email_change_to', 'email_changed'))`;

/**
 * Whether a message still has a point: its recipient is there, the mailbox theirs, the kind not turned off, and what it
 * says still so: the request open and the code usable, the link unused, the end not moved. By the database's clock.
 */
export async function isMessageWanted(db: Executor, id: string): Promise<boolean> {
  const rows = await db.execute<{ wanted: boolean }>(sql`
    select exists (
      select 1 from messages m
      join users u on u.id = m.recipient_id and u.status <> 'disabled'
      left join access_requests r on r.id = m.access_request_id
      left join approval_codes c on c.request_id = r.id and c.approver_id = u.id
      left join one_time_links l on l.id = m.link_id
      left join security_tokens t on t.id = m.token_id
      where m.id = ${id} and ${rightMailbox} and not ${turnedOff} and ${rules}
    ) as wanted`);
  return rows[0]?.wanted === true;
}
