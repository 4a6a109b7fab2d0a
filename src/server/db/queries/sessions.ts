import "server-only";
import { and, desc, eq, inArray, isNull, ne, type SQL, sql } from "drizzle-orm";
import type { PgUpdateSetSource } from "drizzle-orm/pg-core";
import type { Permission } from "../../../contracts/permissions";
import type { Executor } from "../client";
import { sessions } from "../schema";
import { lately } from "./lately";
import { anyOf } from "./people";

export interface NewSession {
  userId: string;
  ip: string | null;
  userAgent: string | null;
  hours: number;
}

export async function insertSession(db: Executor, session: NewSession): Promise<string> {
  const { hours, ...row } = session;
  const [made] = await db
    .insert(sessions)
    .values({
      ...row,
      provedAt: sql`countersign_now()`,
      expiresAt: sql`countersign_now() + make_interval(hours => ${hours})`,
    })
    .returning({ id: sessions.id });
  if (!made) throw new Error("The session was not stored.");
  return made.id;
}

export interface LiveSession extends Record<string, unknown> {
  sessionId: string;
  userId: string;
  name: string;
  email: string;
  roles: string[];
  permissions: Permission[];
  freshProof: boolean;
  standing: "whole" | "proof" | "set_up";
}

export interface SessionLife {
  idleMinutes: number;
  proofMinutes: number;
}

/** What a session's cookie names: the session, and which of its cookies this is. */
export interface SessionCookie {
  sessionId: string;
  cookieNumber: number;
}

/**
 * The session with its person, roles and permissions as they stand now; null where any of it ended, or its cookie is not the
 * last.
 */
export async function readLiveSession(
  db: Executor,
  { sessionId, cookieNumber }: SessionCookie,
  life: SessionLife,
): Promise<LiveSession | null> {
  const [row] = await db.execute<LiveSession>(sql`
    select s.id as "sessionId", u.id as "userId", u.name, u.email,
      array(select r.name from user_roles ur join roles r on r.id = ur.role_id where ur.user_id = u.id order by r.name) as roles,
      array(select distinct rp.permission from user_roles ur join role_permissions rp on rp.role_id = ur.role_id
        where ur.user_id = u.id) as permissions,
      s.proved_at > countersign_now() - make_interval(mins => ${life.proofMinutes}) as "freshProof",
      countersign_session_standing(s) as standing
    from sessions s join users u on u.id = s.user_id
    where s.id = ${sessionId} and s.cookie_number = ${cookieNumber} and u.status = 'active' and ${isLive(life.idleMinutes)}`);
  return row ?? null;
}

const isLive = (idleMinutes: number): SQL => sql`
  s.ended_at is null and s.expires_at > countersign_now()
  and s.last_seen_at > countersign_now() - make_interval(mins => ${idleMinutes})`;

export interface HeldSession extends Record<string, unknown> {
  sessionId: string;
  permissions: Permission[];
}

/** Those of these sessions that are still live, each with what its person may do now. */
export async function findLiveSessions(
  db: Executor,
  ids: readonly string[],
  idleMinutes: number,
): Promise<HeldSession[]> {
  return db.execute<HeldSession>(sql`
    select s.id as "sessionId",
      array(select distinct rp.permission from user_roles ur join role_permissions rp on rp.role_id = ur.role_id
        where ur.user_id = u.id) as permissions
    from sessions s join users u on u.id = s.user_id
    where s.id = any(${sql.param([...ids])}::uuid[]) and u.status = 'active' and ${isLive(idleMinutes)}
      and countersign_session_standing(s) = 'whole'`);
}

/** Written at most once a minute, so that reading a page does not write a row. */
export async function touchSession(db: Executor, id: string): Promise<void> {
  await db
    .update(sessions)
    .set({ lastSeenAt: sql`countersign_now()` })
    .where(
      and(
        eq(sessions.id, id),
        isNull(sessions.endedAt),
        sql`${sessions.lastSeenAt} < countersign_now() - interval '1 minute'`,
      ),
    );
}

/**
 * Marks the session as proved now, with a second factor or with the password; gives the number of its new cookie. The last
 * one opens nothing from this commit on (ASVS 7.2.4). Null where the session has ended.
 */
export async function markProved(
  db: Executor,
  id: string,
  factor?: "passkey" | "totp" | "recovery_code",
): Promise<number | null> {
  const now = sql`countersign_now()`;
  return nextCookie(db, id, { provedAt: now, ...(factor && { factor, factorAt: now }) });
}

/** No second factor has proved this session any more: the last one is gone. */
export async function forgetFactor(db: Executor, id: string): Promise<void> {
  await db.update(sessions).set({ factor: null, factorAt: null }).where(eq(sessions.id, id));
}

/** The number of an open session's new cookie, by which the last one ends; null where the session has ended. */
export async function nextCookie(
  db: Executor,
  id: string,
  proof: PgUpdateSetSource<typeof sessions> = {},
): Promise<number | null> {
  const [row] = await db
    .update(sessions)
    .set({ ...proof, cookieNumber: sql`${sessions.cookieNumber} + 1` })
    .where(and(eq(sessions.id, id), isNull(sessions.endedAt)))
    .returning({ number: sessions.cookieNumber });
  return row?.number ?? null;
}

export interface SessionFilter {
  userIds: readonly string[];
  only?: string;
  except?: string;
}

/** Ends open sessions; gives those that this call ended. */
export async function endSessions(
  db: Executor,
  { userIds, only, except }: SessionFilter,
  reason: string,
): Promise<Array<{ id: string; userId: string }>> {
  return db
    .update(sessions)
    .set({ endedAt: sql`countersign_now()`, endedReason: reason })
    .where(
      and(
        inArray(sessions.userId, [...userIds]),
        isNull(sessions.endedAt),
        only ? eq(sessions.id, only) : undefined,
        except ? ne(sessions.id, except) : undefined,
      ),
    )
    .returning({ id: sessions.id, userId: sessions.userId });
}

/** A person's sessions that are still open, the last seen first. */
export function listOpenSessions(db: Executor, userId: string, idleMinutes: number) {
  return db
    .select({
      id: sessions.id,
      createdAt: sessions.createdAt,
      lastSeenAt: sessions.lastSeenAt,
      expiresAt: sessions.expiresAt,
      ip: sessions.ip,
      userAgent: sessions.userAgent,
    })
    .from(sessions)
    .where(
      and(
        eq(sessions.userId, userId),
        isNull(sessions.endedAt),
        sql`${sessions.expiresAt} > countersign_now()`,
        lately(sessions.lastSeenAt, idleMinutes),
      ),
    )
    .orderBy(desc(sessions.lastSeenAt))
    .limit(100);
}

/**
 * Whether the session is whole and has neither ended nor expired, and its person is active and holds the permission (of
 * several one is enough), in this statement's snapshot.
 */
export async function sessionHolds(
  db: Executor,
  session: { id: string; userId: string },
  permission: Permission | readonly Permission[],
): Promise<boolean> {
  const rows = await db.execute<{ holds: boolean }>(sql`
    select exists (
      select from sessions s
        join users u on u.id = s.user_id
        join user_roles ur on ur.user_id = u.id
        join role_permissions rp on rp.role_id = ur.role_id
      where s.id = ${session.id} and s.user_id = ${session.userId}
        and s.ended_at is null and s.expires_at > countersign_now()
        and u.status = 'active' and rp.permission = any(${anyOf(permission)}::text[])
        and countersign_session_standing(s) = 'whole'
    ) as holds`);
  return rows[0]?.holds === true;
}
