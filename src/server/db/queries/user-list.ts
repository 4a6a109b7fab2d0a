import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { Executor } from "../client";
import type { UserRow } from "./users";

export interface ListedUser extends Record<string, unknown> {
  id: string;
  name: string;
  email: string;
  status: UserRow["status"];
  roles: Array<{ id: string; name: string }>;
  /** RFC 3339; the last request in any session. */
  lastSeenAt: string | null;
  createdAt: string;
  disabledAt: string | null;
  /** For someone invited: when the newest link was mailed and until when it works, and whether it still does. */
  invitation: { sentAt: string; endsAt: string; open: boolean } | null;
  /** Roles that wait for a Security Admin. */
  waiting: { requestId: string; roles: Array<{ id: string; name: string }> } | null;
  /** An address that waits for its mailboxes, or, with a request, for a Security Admin. */
  emailChange: { to: string; endsAt: string; requestId: string | null } | null;
}

export interface UserFilter {
  search: string;
  status?: UserRow["status"];
  roleId?: string;
  userId?: string;
}

const rfc3339 = (column: SQL): SQL => sql`to_json(${column}) #>> '{}'`;

const emailChange = sql`(select json_build_object('to', e.to_mailbox, 'endsAt', e.expires_at, 'requestId', r.id)
  from email_changes e
  left join access_requests r on r.kind = 'user_email' and r.subject_id = e.user_id and r.status = 'pending'
    and r.expires_at > countersign_now() and r.change ->> 'emailChangeId' = e.id::text
  where e.user_id = u.id and e.cancelled_at is null and e.applied_at is null
    and (r.id is not null or (e.expires_at > countersign_now()
      and (e.to_confirmed_at is null or (e.from_confirmed_at is null and e.asked_by = e.user_id)))))`;

function matching({ search, status, roleId, userId }: UserFilter): SQL {
  const pattern = `%${search.replace(/[\\%_]/g, "\\$&")}%`;
  const conditions = [
    search ? sql`(u.name ilike ${pattern} or u.email ilike ${pattern})` : null,
    status ? sql`u.status = ${status}::user_status` : null,
    roleId
      ? sql`exists (select 1 from user_roles ur where ur.user_id = u.id and ur.role_id = ${roleId}::uuid)`
      : null,
    userId ? sql`u.id = ${userId}::uuid` : null,
  ].filter((one) => one !== null);
  return conditions.length > 0 ? sql.join(conditions, sql` and `) : sql`true`;
}

/** People by name, one page of them. */
export async function selectUsers(
  db: Executor,
  filter: UserFilter,
  page: { limit: number; offset: number },
): Promise<ListedUser[]> {
  const rows = await db.execute<ListedUser>(sql`
    select u.id, u.name, u.email, u.status,
      coalesce((select json_agg(json_build_object('id', r.id, 'name', r.name) order by r.name)
        from user_roles ur join roles r on r.id = ur.role_id where ur.user_id = u.id), '[]') as roles,
      ${rfc3339(sql`(select max(s.last_seen_at) from sessions s where s.user_id = u.id)`)} as "lastSeenAt",
      ${rfc3339(sql`u.created_at`)} as "createdAt", ${rfc3339(sql`u.disabled_at`)} as "disabledAt",
      (select json_build_object('sentAt', l.created_at, 'endsAt', l.expires_at,
          'open', l.voided_at is null and l.expires_at > countersign_now())
        from one_time_links l where u.status = 'invited' and l.user_id = u.id and l.purpose = 'invitation'
        order by l.created_at desc, l.id desc limit 1) as invitation,
      (select json_build_object('requestId', r.id, 'roles', (select json_agg(json_build_object(
          'id', a ->> 'id', 'name', a ->> 'name')) from jsonb_array_elements(r.change -> 'add') a))
        from access_requests r where r.subject_id = u.id and r.kind = 'user_roles'
          and r.status = 'pending' and r.expires_at > countersign_now()) as waiting,
      ${emailChange} as "emailChange"
    from users u where ${matching(filter)}
    order by lower(u.name), u.id limit ${page.limit}::int offset ${page.offset}::int`);
  return [...rows];
}

export async function countUsers(db: Executor, filter: UserFilter): Promise<number> {
  const [row] = await db.execute<{ total: number }>(
    sql`select count(*)::int as total from users u where ${matching(filter)}`,
  );
  return row?.total ?? 0;
}
