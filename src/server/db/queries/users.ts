import "server-only";
import { and, eq, inArray, isNotNull, isNull, ne, sql } from "drizzle-orm";
import type { Executor } from "../client";
import { approvalCodes, oneTimeLinks, users } from "../schema";
import { lately } from "./lately";

export type UserRow = typeof users.$inferSelect;
export type UserForSignIn = Pick<UserRow, "id" | "name" | "email" | "status" | "passwordHash">;

const forSignIn = {
  id: users.id,
  name: users.name,
  email: users.email,
  status: users.status,
  passwordHash: users.passwordHash,
};

export async function findUserByEmail(db: Executor, email: string): Promise<UserForSignIn | null> {
  const [row] = await db.select(forSignIn).from(users).where(eq(users.email, email));
  return row ?? null;
}

export async function findUserById(db: Executor, id: string): Promise<UserForSignIn | null> {
  const [row] = await db.select(forSignIn).from(users).where(eq(users.id, id));
  return row ?? null;
}

/** Everybody who works here or is invited to. */
export async function peopleNotDisabled(db: Executor): Promise<Array<Pick<UserRow, "id" | "email">>> {
  return db.select({ id: users.id, email: users.email }).from(users).where(ne(users.status, "disabled"));
}

/** Locks people's rows against decisions (which take them FOR SHARE) and each other, in id order (rule 1). */
export async function lockUsers(db: Executor, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await db
    .select({ id: users.id })
    .from(users)
    .where(inArray(users.id, [...ids]))
    .orderBy(users.id)
    .for("update");
}

export async function anyUserExists(db: Executor): Promise<boolean> {
  const rows = await db.select({ id: users.id }).from(users).limit(1);
  return rows.length > 0;
}

export type NewUser = Pick<typeof users.$inferInsert, "name" | "email" | "status" | "passwordHash">;

/** Null where the e-mail address is somebody's already. */
export async function insertUser(db: Executor, user: NewUser): Promise<string | null> {
  const passwordChangedAt = user.passwordHash ? sql`countersign_now()` : null;
  const [row] = await db
    .insert(users)
    .values({ ...user, passwordChangedAt })
    .onConflictDoNothing()
    .returning({ id: users.id });
  return row?.id ?? null;
}

/** Sets the first password of someone who was invited; false where they are not waiting any more. */
export async function activateUser(db: Executor, id: string, passwordHash: string): Promise<boolean> {
  const rows = await db
    .update(users)
    .set({ status: "active", passwordHash, passwordChangedAt: sql`countersign_now()` })
    .where(and(eq(users.id, id), eq(users.status, "invited")))
    .returning({ id: users.id });
  return rows.length === 1;
}

/** Replaces the password of an active person; false where `expected` is given and is not what stands there. */
export async function setPassword(
  db: Executor,
  id: string,
  passwordHash: string,
  expected?: string,
): Promise<boolean> {
  const rows = await db
    .update(users)
    .set({ passwordHash, passwordChangedAt: sql`countersign_now()` })
    .where(
      and(
        eq(users.id, id),
        eq(users.status, "active"),
        expected === undefined ? undefined : eq(users.passwordHash, expected),
      ),
    )
    .returning({ id: users.id });
  return rows.length === 1;
}

/** Moves a person to another address; their mailbox from now on. */
export async function setEmail(db: Executor, id: string, email: string): Promise<void> {
  await db.update(users).set({ email }).where(eq(users.id, id));
}

export async function markDisabled(db: Executor, id: string): Promise<boolean> {
  const rows = await db
    .update(users)
    .set({ status: "disabled", disabledAt: sql`countersign_now()` })
    .where(and(eq(users.id, id), isNull(users.disabledAt)))
    .returning({ id: users.id });
  return rows.length === 1;
}

/** Back to what they were: active with a password, else invited. Null where they were not disabled. */
export async function markEnabled(db: Executor, id: string): Promise<"active" | "invited" | null> {
  const [row] = await db
    .update(users)
    .set({
      status: sql`case when ${users.passwordHash} is null then 'invited' else 'active' end::user_status`,
      disabledAt: null,
    })
    .where(and(eq(users.id, id), isNotNull(users.disabledAt)))
    .returning({ status: users.status });
  return row && row.status !== "disabled" ? row.status : null;
}

/** Voids the approval codes that these people could still use. */
export async function voidApprovalCodesOf(db: Executor, userIds: readonly string[]): Promise<void> {
  if (userIds.length === 0) return;
  await db
    .update(approvalCodes)
    .set({ voidedAt: sql`countersign_now()` })
    .where(
      and(
        inArray(approvalCodes.approverId, [...userIds]),
        isNull(approvalCodes.usedAt),
        isNull(approvalCodes.voidedAt),
      ),
    );
}

/** How many links of this purpose were made for a person, or by one, within these minutes, whatever became of them. */
export async function linksMadeLately(
  db: Executor,
  of: { userId: string } | { createdBy: string },
  purpose: (typeof oneTimeLinks.$inferSelect)["purpose"],
  minutes: number,
): Promise<number> {
  return db.$count(
    oneTimeLinks,
    and(
      "userId" in of ? eq(oneTimeLinks.userId, of.userId) : eq(oneTimeLinks.createdBy, of.createdBy),
      eq(oneTimeLinks.purpose, purpose),
      lately(oneTimeLinks.createdAt, minutes),
    ),
  );
}
