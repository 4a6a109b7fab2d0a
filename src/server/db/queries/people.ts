import "server-only";
import { sql } from "drizzle-orm";
import type { Permission } from "../../../contracts/permissions";
import type { Executor } from "../client";

/**
 * Locks people's rows against role and account changes, which take them FOR UPDATE; in id order, so that no two callers
 * wait for each other. A statement of its own: what is read after it is read anew.
 */
export async function lockPeopleForShare(db: Executor, userIds: readonly string[]): Promise<void> {
  await db.execute(
    sql`select 1 from users where id = any(${sql.param([...userIds])}::uuid[]) order by id for share`,
  );
}

/** Locks a session against its end; a statement of its own, as above. */
export async function lockSessionForShare(db: Executor, sessionId: string): Promise<void> {
  await db.execute(sql`select 1 from sessions where id = ${sessionId} for share`);
}

/** One permission or several, as an array's parameter. */
export const anyOf = (permission: Permission | readonly Permission[]) =>
  sql.param(typeof permission === "string" ? [permission] : [...permission]);

/** Whether an active person holds the permission now. */
export async function holdsPermission(
  db: Executor,
  userId: string,
  permission: Permission,
): Promise<boolean> {
  const rows = await db.execute<{ holds: boolean }>(sql`
    select exists (
      select 1 from users u join user_roles ur on ur.user_id = u.id join role_permissions rp on rp.role_id = ur.role_id
      where u.id = ${userId} and u.status = 'active' and rp.permission = ${permission}
    ) as holds`);
  return rows[0]?.holds === true;
}

/** Whether the person's account is active now. */
export async function isActive(db: Executor, userId: string): Promise<boolean> {
  const rows = await db.execute(sql`select 1 from users where id = ${userId} and status = 'active'`);
  return rows.length > 0;
}

export interface Person {
  id: string;
  name: string;
  email: string;
}

/** Active people who hold the permission, or any of several, by name; one may be excepted. */
export async function activeHolders(
  db: Executor,
  permission: Permission | readonly Permission[],
  exceptUserId: string | null = null,
): Promise<Person[]> {
  const rows = await db.execute<{ id: string; name: string; email: string }>(sql`
    select u.id, u.name, u.email from users u
    where u.status = 'active' and u.id is distinct from ${exceptUserId}::uuid and exists (
      select 1 from user_roles ur join role_permissions rp on rp.role_id = ur.role_id
      where ur.user_id = u.id and rp.permission = any(${anyOf(permission)}::text[]))
    order by u.name, u.id`);
  return [...rows];
}

export async function findPerson(db: Executor, userId: string): Promise<Person | null> {
  const rows = await db.execute<{ id: string; name: string; email: string }>(
    sql`select id, name, email from users where id = ${userId}`,
  );
  return rows[0] ?? null;
}
