import "server-only";
import { sql } from "drizzle-orm";
import type { Executor } from "../client";
import { dated } from "./dated";
import type { Person } from "./people";
import { signedPurpose } from "./token-conditions";

export interface MailedTokenRow extends Record<string, unknown> {
  reference: string;
  title: string;
  signedPurpose: string | null;
  ownerId: string;
  owner: string;
  ownerLeft: boolean;
  version: number;
  ratePerMinute: number;
  dailyLimit: number;
  distinctCeiling: number | null;
  expiresAt: Date;
  revokedAt: Date | null;
  revokedBy: string | null;
}

/** A token as mails speak of it, with its owner and whether they are still there to look after it. */
export async function findMailedToken(db: Executor, tokenId: string): Promise<MailedTokenRow | null> {
  const rows = await db.execute(sql`
    select t.reference, coalesce(t.name, t.purpose) as title, ${signedPurpose} as "signedPurpose", o.id as "ownerId", o.name as owner, t.version,
      t.rate_per_minute as "ratePerMinute", t.daily_limit as "dailyLimit", t.distinct_ceiling as "distinctCeiling", t.expires_at as "expiresAt",
      t.revoked_at as "revokedAt", (select b.name from users b where b.id = t.revoked_by) as "revokedBy",
      not exists (
        select 1 from user_roles ur join role_permissions rp on rp.role_id = ur.role_id
        where ur.user_id = o.id and o.status = 'active' and rp.permission = 'api_settings.manage') as "ownerLeft"
    from security_tokens t join users o on o.id = t.created_by where t.id = ${tokenId}`);
  return dated<MailedTokenRow>(rows)[0] ?? null;
}

export async function findMailedNetwork(db: Executor, networkId: string) {
  const rows = await db.execute(sql`
    select text(network) as network, label, expires_at as "expiresAt" from approved_networks where id = ${networkId}`);
  return dated<{ network: string; label: string; expiresAt: Date | null }>(rows)[0] ?? null;
}

/** When the last secret of a token that other requests granted stops working; null where there is none. */
export async function olderSecretsEnd(
  db: Executor,
  tokenId: string,
  requestId: string,
): Promise<Date | null> {
  const rows = await db.execute(sql`
    select max(ends_at) as "endsAt" from token_secrets where token_id = ${tokenId} and request_id <> ${requestId}`);
  return dated<{ endsAt: Date | null }>(rows)[0]?.endsAt ?? null;
}

export interface AskedApproverRow extends Record<string, unknown> {
  name: string;
  askedAt: Date;
  mailFailed: boolean;
}

/** Who was asked to decide, when, and whether the newest mail with their code failed. */
export async function askedApprovers(db: Executor, requestId: string): Promise<AskedApproverRow[]> {
  const rows = await db.execute(sql`
    select u.name, c.issued_at as "askedAt", coalesce((
      select m.status = 'failed' from messages m
      where m.access_request_id = c.request_id and m.recipient_id = c.approver_id
        and m.kind in ('approval_requested', 'approval_reminder')
      order by m.created_at desc, m.id limit 1), false) as "mailFailed"
    from approval_codes c join users u on u.id = c.approver_id
    where c.request_id = ${requestId} order by u.name, u.id`);
  return dated(rows);
}

export async function findMailedComment(db: Executor, commentId: string) {
  const rows = await db.execute(sql`
    select u.name as author, c.created_at as "commentedAt"
    from access_request_comments c join users u on u.id = c.author_id where c.id = ${commentId}`);
  return dated<{ author: string; commentedAt: Date }>(rows)[0] ?? null;
}

export async function findMailedAsk(db: Executor, askId: string) {
  const rows = await db.execute(sql`
    select u.name as asker, host(a.address) as address, a.note, a.created_at as "askedAt"
    from address_asks a join users u on u.id = a.asked_by where a.id = ${askId}`);
  return dated<{ asker: string; address: string; note: string; askedAt: Date }>(rows)[0] ?? null;
}

export interface MailedEmailChange extends Record<string, unknown> {
  from: string;
  changesTo: string;
  /** Null where the person asked for it. */
  askedBy: string | null;
  expiresAt: Date;
  appliedAt: Date | null;
}

/** A change of e-mail: the one that is named, or the person's newest. */
export async function findMailedEmailChange(
  db: Executor,
  { id, userId }: { id: string | null; userId: string },
): Promise<MailedEmailChange | null> {
  const rows = await db.execute(sql`
    select e.from_mailbox as "from", e.to_mailbox as "changesTo", e.expires_at as "expiresAt", e.applied_at as "appliedAt",
      (select a.name from users a where a.id = e.asked_by and a.id <> e.user_id) as "askedBy"
    from email_changes e where e.user_id = ${userId} and (${id}::uuid is null or e.id = ${id}::uuid)
    order by e.created_at desc limit 1`);
  return dated<MailedEmailChange>(rows)[0] ?? null;
}

/** The active person whose token it is; null where they left. */
export async function findTokenOwner(db: Executor, tokenId: string): Promise<Person | null> {
  const rows = await db.execute<{ id: string; name: string; email: string }>(sql`
    select u.id, u.name, u.email from security_tokens t join users u on u.id = t.created_by
    where t.id = ${tokenId} and u.status = 'active'`);
  return rows[0] ?? null;
}
