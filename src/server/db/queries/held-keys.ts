import "server-only";
import { and, asc, eq, inArray, isNotNull, isNull, ne, sql } from "drizzle-orm";
import type { Executor } from "../client";
import { heldKeys, secondFactors } from "../schema";

export type HeldKeyRow = typeof heldKeys.$inferSelect;

/** One rotation at a time, on however many machines; held until the transaction ends. False where another has it. */
export async function takeRotationLock(db: Executor): Promise<boolean> {
  const rows = await db.execute<{ taken: boolean }>(
    sql`select pg_try_advisory_xact_lock(7205261194) as taken`,
  );
  return rows[0]?.taken === true;
}

export async function listHeldKeys(db: Executor): Promise<HeldKeyRow[]> {
  return db.select().from(heldKeys).orderBy(asc(heldKeys.createdAt));
}

/** Notes keys that were not known; how many there were. */
export async function noteKeys(
  db: Executor,
  keys: ReadonlyArray<{ id: string; mark: Buffer }>,
): Promise<number> {
  if (keys.length === 0) return 0;
  const rows = await db
    .insert(heldKeys)
    .values([...keys])
    .onConflictDoNothing()
    .returning({ id: heldKeys.id });
  return rows.length;
}

type Moment = "finishedAt" | "replacedAt" | "destroyedAt";

/** Puts the time to what has none yet. */
export async function stampKeys(db: Executor, ids: readonly string[], moment: Moment): Promise<void> {
  if (ids.length === 0) return;
  await db
    .update(heldKeys)
    .set({ [moment]: sql`countersign_now()` })
    .where(and(inArray(heldKeys.id, [...ids]), isNull(heldKeys[moment])));
}

/** Those replaced at least so many seconds ago. */
export async function replacedSince(db: Executor, seconds: number): Promise<string[]> {
  const rows = await db
    .select({ id: heldKeys.id })
    .from(heldKeys)
    .where(sql`${heldKeys.replacedAt} <= countersign_now() - make_interval(secs => ${seconds}::float8)`);
  return rows.map(({ id }) => id);
}

const sealed = and(isNotNull(secondFactors.sealedSecret), isNull(secondFactors.removedAt));

/** Secrets of authenticator apps under other keys than this one, after an id; locked. */
export async function secretsToReseal(db: Executor, keyId: string, after: string, most: number) {
  return db
    .select({
      id: secondFactors.id,
      userId: secondFactors.userId,
      box: secondFactors.sealedSecret,
      keyId: secondFactors.keyId,
    })
    .from(secondFactors)
    .where(and(sealed, ne(secondFactors.keyId, keyId), sql`${secondFactors.id} > ${after}::uuid`))
    .orderBy(asc(secondFactors.id))
    .limit(most)
    .for("update");
}

export async function putSealed(
  db: Executor,
  id: string,
  next: { sealedSecret: Buffer; keyId: string },
): Promise<void> {
  await db.update(secondFactors).set(next).where(eq(secondFactors.id, id));
}

export interface KeyUses extends Record<string, unknown> {
  codes: number;
  links: number;
  secrets: number;
}

/** What of this key can still be asked for: codes of open requests, open links, secrets of authenticator apps. */
export async function usesOfKey(db: Executor, keyId: string): Promise<KeyUses> {
  const rows = await db.execute<KeyUses>(sql`select
    (select count(*)::int from approval_codes c join access_requests r on r.id = c.request_id where c.key_id = ${keyId}
      and c.voided_at is null and r.status = 'pending' and r.expires_at > countersign_now()) as codes,
    (select count(*)::int from one_time_links l where l.key_id = ${keyId} and l.used_at is null and l.voided_at is null
      and l.expires_at > countersign_now()) as links,
    (select count(*)::int from second_factors f where f.key_id = ${keyId} and f.removed_at is null) as secrets`);
  return rows[0] ?? { codes: 0, links: 0, secrets: 0 };
}
