import "server-only";
import { and, eq, inArray, notInArray, sql } from "drizzle-orm";
import type { Permission } from "../../../contracts/permissions";
import type { Executor } from "../client";
import { rolePermissions, roles, userRoles, users } from "../schema";

/** One change to people or roles at a time, on every instance: "the last one" is judged on what is committed. */
const peopleLock = 7_265_726_511;

/** Waits for other changes to people and roles; held until the transaction ends. Taken before any row. */
export async function lockPeopleChanges(db: Executor): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(${peopleLock}::bigint)`);
}

export interface RoleRow {
  id: string;
  name: string;
  description: string;
  builtIn: boolean;
  permissions: Permission[];
  holders: number;
}

/** The request that waits for a Security Admin to give a role these permissions. */
export interface WaitingPermissions {
  requestId: string;
  add: Permission[];
}

const everything = {
  id: roles.id,
  name: roles.name,
  description: roles.description,
  builtIn: roles.builtIn,
  permissions: sql<
    Permission[]
  >`array(select rp.permission from role_permissions rp where rp.role_id = roles.id order by 1)`,
  holders: sql<number>`(select count(*)::int from user_roles ur where ur.role_id = roles.id)`,
};

/** Every role, the built-in ones first, with what waits for it. */
export function listRoleRows(db: Executor): Promise<Array<RoleRow & { waiting: WaitingPermissions | null }>> {
  const waiting = sql<WaitingPermissions | null>`(select json_build_object('requestId', r.id, 'add', r.change -> 'add')
    from access_requests r where r.kind = 'role_permissions' and r.subject_id = roles.id
      and r.status = 'pending' and r.expires_at > countersign_now())`;
  return db
    .select({ ...everything, waiting })
    .from(roles)
    .orderBy(sql`${roles.builtIn} desc`, sql`lower(${roles.name})`);
}

export function findRoles(db: Executor, ids: readonly string[]): Promise<RoleRow[]> {
  if (ids.length === 0) return Promise.resolve([]);
  return db
    .select(everything)
    .from(roles)
    .where(inArray(roles.id, [...ids]))
    .orderBy(sql`lower(${roles.name})`);
}

export function rolesOf(db: Executor, userId: string): Promise<RoleRow[]> {
  return db
    .select(everything)
    .from(roles)
    .innerJoin(userRoles, eq(userRoles.roleId, roles.id))
    .where(eq(userRoles.userId, userId))
    .orderBy(sql`lower(${roles.name})`);
}

export async function findRoleIdByName(db: Executor, name: string): Promise<string | null> {
  const [row] = await db
    .select({ id: roles.id })
    .from(roles)
    .where(sql`lower(${roles.name}) = lower(${name})`);
  return row?.id ?? null;
}

export interface NewRole {
  name: string;
  description: string;
  builtIn: boolean;
  permissions: readonly Permission[];
}

export async function insertRole(db: Executor, { permissions, ...role }: NewRole): Promise<string> {
  const [row] = await db.insert(roles).values(role).returning({ id: roles.id });
  if (!row) throw new Error("The role was not stored.");
  await insertPermissions(db, row.id, permissions);
  return row.id;
}

export async function updateRole(db: Executor, id: string, role: Omit<NewRole, "builtIn">): Promise<void> {
  const { permissions, ...words } = role;
  await db.update(roles).set(words).where(eq(roles.id, id));
  const mine = eq(rolePermissions.roleId, id);
  await db.delete(rolePermissions).where(and(mine, notInArray(rolePermissions.permission, [...permissions])));
  // What stays is not written again: the database takes a security permission with its approval alone.
  const kept = await db.select({ one: rolePermissions.permission }).from(rolePermissions).where(mine);
  const there = new Set(kept.map(({ one }) => one));
  await insertPermissions(
    db,
    id,
    permissions.filter((one) => !there.has(one)),
  );
}

/** Adds permissions to those a role has. */
export async function addPermissions(
  db: Executor,
  roleId: string,
  list: readonly Permission[],
): Promise<void> {
  await insertPermissions(db, roleId, list);
}

async function insertPermissions(db: Executor, roleId: string, list: readonly Permission[]): Promise<void> {
  if (list.length === 0) return;
  await db.insert(rolePermissions).values(list.map((permission) => ({ roleId, permission })));
}

export async function deleteRoleRow(db: Executor, id: string): Promise<void> {
  await db.delete(roles).where(eq(roles.id, id));
}

export async function holdersOf(db: Executor, roleId: string): Promise<string[]> {
  const rows = await db.select({ id: userRoles.userId }).from(userRoles).where(eq(userRoles.roleId, roleId));
  return rows.map((row) => row.id);
}

/** Everybody who holds the role, by name. */
export function peopleHolding(
  db: Executor,
  roleId: string,
): Promise<Array<{ id: string; name: string; email: string }>> {
  return db
    .select({ id: users.id, name: users.name, email: users.email })
    .from(users)
    .innerJoin(userRoles, eq(userRoles.userId, users.id))
    .where(eq(userRoles.roleId, roleId))
    .orderBy(users.name, users.id);
}

export async function grantRoles(
  db: Executor,
  userId: string,
  roleIds: readonly string[],
  grantedBy: string | null,
): Promise<void> {
  if (roleIds.length === 0) return;
  await db.insert(userRoles).values(roleIds.map((roleId) => ({ userId, roleId, grantedBy })));
}

export async function withdrawRoles(db: Executor, userId: string, roleIds: readonly string[]): Promise<void> {
  if (roleIds.length === 0) return;
  await db
    .delete(userRoles)
    .where(and(eq(userRoles.userId, userId), inArray(userRoles.roleId, [...roleIds])));
}

/** Which of these permissions somebody active holds. */
export async function permissionsInUse(
  db: Executor,
  wanted: readonly Permission[],
): Promise<Set<Permission>> {
  const rows = await db.execute<{ permission: Permission }>(sql`
    select distinct rp.permission from users u join user_roles ur on ur.user_id = u.id
      join role_permissions rp on rp.role_id = ur.role_id
    where u.status = 'active' and rp.permission = any(${sql.param([...wanted])}::text[])`);
  return new Set(rows.map((row) => row.permission));
}

/** Everybody who holds one of these permissions, whether or not they may sign in now. */
export async function holdersOfAny(
  db: Executor,
  wanted: readonly Permission[],
): Promise<Array<{ id: string; email: string }>> {
  const rows = await db.execute<{ id: string; email: string }>(sql`
    select u.id, u.email from users u where exists (
      select 1 from user_roles ur join role_permissions rp on rp.role_id = ur.role_id
      where ur.user_id = u.id and rp.permission = any(${sql.param([...wanted])}::text[]))`);
  return [...rows];
}

/** Which of these people are active and hold the permission. */
export async function activeHoldersAmong(
  db: Executor,
  userIds: readonly string[],
  permission: Permission,
): Promise<Set<string>> {
  const rows = await db.execute<{ id: string }>(sql`
    select u.id from users u where u.status = 'active' and u.id = any(${sql.param([...userIds])}::uuid[])
      and exists (select 1 from user_roles ur join role_permissions rp on rp.role_id = ur.role_id
        where ur.user_id = u.id and rp.permission = ${permission})`);
  return new Set(rows.map((row) => row.id));
}
