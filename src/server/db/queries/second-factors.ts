import "server-only";
import { and, asc, eq, isNotNull, isNull, lt, or, sql } from "drizzle-orm";
import type { Executor } from "../client";
import { recoveryCodes, secondFactors, webauthnChallenges } from "../schema";

export type SecondFactorRow = typeof secondFactors.$inferSelect;
export type NewSecondFactor = typeof secondFactors.$inferInsert;

const there = isNull(secondFactors.removedAt);
const counts = and(there, isNotNull(secondFactors.confirmedAt));
const now = sql`countersign_now()`;

/** A person's factors that count, oldest first. */
export async function factorsOf(db: Executor, userId: string): Promise<SecondFactorRow[]> {
  return db
    .select()
    .from(secondFactors)
    .where(and(eq(secondFactors.userId, userId), counts))
    .orderBy(asc(secondFactors.createdAt));
}

/** One factor of a person, confirmed or not, locked; null where it is not there. */
export async function lockFactor(db: Executor, userId: string, id: string): Promise<SecondFactorRow | null> {
  const [row] = await db
    .select()
    .from(secondFactors)
    .where(and(eq(secondFactors.id, id), eq(secondFactors.userId, userId), there))
    .for("update");
  return row ?? null;
}

/** Inserts a factor; null where that passkey is somebody's already. */
export async function insertFactor(db: Executor, factor: NewSecondFactor): Promise<string | null> {
  const [row] = await db
    .insert(secondFactors)
    .values(factor)
    .onConflictDoNothing()
    .returning({ id: secondFactors.id });
  return row?.id ?? null;
}

/** Marks a passkey as used; false where the authenticator counted backwards: another copy of it is about. */
export async function countPasskeyUse(db: Executor, id: string, counter: number): Promise<boolean> {
  const forward = or(
    lt(secondFactors.counter, counter),
    and(eq(secondFactors.counter, 0), sql`${counter} = 0`),
  );
  const rows = await db
    .update(secondFactors)
    .set({ counter, lastUsedAt: now })
    .where(and(eq(secondFactors.id, id), counts, forward))
    .returning({ id: secondFactors.id });
  return rows.length === 1;
}

/** Takes a time step's code, once; false where it, or a later one, was taken already. */
export async function spendStep(db: Executor, id: string, step: number): Promise<boolean> {
  const rows = await db
    .update(secondFactors)
    .set({
      lastStep: step,
      lastUsedAt: now,
      confirmedAt: sql`coalesce(${secondFactors.confirmedAt}, countersign_now())`,
    })
    .where(
      and(
        eq(secondFactors.id, id),
        there,
        or(isNull(secondFactors.lastStep), lt(secondFactors.lastStep, step)),
      ),
    )
    .returning({ id: secondFactors.id });
  return rows.length === 1;
}

/** Removes one factor of a person, or all of them. */
export async function removeFactors(db: Executor, userId: string, id?: string) {
  return db
    .update(secondFactors)
    .set({ removedAt: now })
    .where(and(eq(secondFactors.userId, userId), there, id ? eq(secondFactors.id, id) : undefined))
    .returning({
      id: secondFactors.id,
      kind: secondFactors.kind,
      name: secondFactors.name,
      confirmedAt: secondFactors.confirmedAt,
    });
}

/** Gives up apps that were begun and never confirmed. */
export async function removeUnconfirmed(db: Executor, userId: string): Promise<void> {
  await db
    .update(secondFactors)
    .set({ removedAt: now })
    .where(and(eq(secondFactors.userId, userId), there, isNull(secondFactors.confirmedAt)));
}

/** Replaces all recovery codes of a person by these. */
export async function replaceRecoveryCodes(
  db: Executor,
  userId: string,
  hashes: readonly Buffer[],
): Promise<void> {
  await voidRecoveryCodes(db, userId);
  await db.insert(recoveryCodes).values(hashes.map((hash) => ({ userId, hash })));
}

export async function voidRecoveryCodes(db: Executor, userId: string): Promise<void> {
  await db
    .update(recoveryCodes)
    .set({ voidedAt: now })
    .where(and(eq(recoveryCodes.userId, userId), isNull(recoveryCodes.voidedAt)));
}

const unused = and(isNull(recoveryCodes.usedAt), isNull(recoveryCodes.voidedAt));

/** Uses a recovery code up; false where it is not one of the person's unused ones. Of many at once, one goes through. */
export async function spendRecoveryCode(db: Executor, userId: string, hash: Buffer): Promise<boolean> {
  const rows = await db
    .update(recoveryCodes)
    .set({ usedAt: now })
    .where(and(eq(recoveryCodes.userId, userId), eq(recoveryCodes.hash, hash), unused))
    .returning({ id: recoveryCodes.id });
  return rows.length === 1;
}

export async function countRecoveryCodes(db: Executor, userId: string): Promise<number> {
  return db.$count(recoveryCodes, and(eq(recoveryCodes.userId, userId), unused));
}

type Purpose = "register" | "prove";

/** Keeps a session's challenge; an earlier one of that purpose is worthless from then on. */
export async function keepChallenge(
  db: Executor,
  { sessionId, purpose, challenge }: { sessionId: string; purpose: Purpose; challenge: string },
  minutes: number,
): Promise<void> {
  const expiresAt = sql`countersign_now() + make_interval(mins => ${minutes})`;
  await db
    .insert(webauthnChallenges)
    .values({ sessionId, purpose, challenge, expiresAt })
    .onConflictDoUpdate({
      target: [webauthnChallenges.sessionId, webauthnChallenges.purpose],
      set: { challenge, expiresAt },
    });
}

/** Takes a session's challenge away, so that it is answered once; null where there is none or it is over. */
export async function takeChallenge(
  db: Executor,
  sessionId: string,
  purpose: Purpose,
): Promise<string | null> {
  const rows = await db
    .delete(webauthnChallenges)
    .where(and(eq(webauthnChallenges.sessionId, sessionId), eq(webauthnChallenges.purpose, purpose)))
    .returning({
      challenge: webauthnChallenges.challenge,
      live: sql<boolean>`${webauthnChallenges.expiresAt} > countersign_now()`,
    });
  return rows[0]?.live ? rows[0].challenge : null;
}
