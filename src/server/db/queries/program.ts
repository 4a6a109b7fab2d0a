import "server-only";
import { and, eq, sql } from "drizzle-orm";
import type { Executor } from "../client";
import { accessRequests, programSettings, users } from "../schema";

export type ProgramSettingsRow = typeof programSettings.$inferSelect;

/** The one row of program settings, or null before set-up. */
export async function findProgramSettings(db: Executor): Promise<ProgramSettingsRow | null> {
  const [row] = await db.select().from(programSettings);
  return row ?? null;
}

/** The same, held against every other change until the transaction ends. */
export async function lockProgramSettings(db: Executor): Promise<ProgramSettingsRow | null> {
  const [row] = await db.select().from(programSettings).for("update");
  return row ?? null;
}

export type ChangedSettings = Partial<
  Omit<typeof programSettings.$inferInsert, "id" | "demonstration" | "createdAt">
>;

export async function updateProgramSettings(db: Executor, changes: ChangedSettings): Promise<void> {
  await db.update(programSettings).set(changes);
}

/** The open request for weaker settings, with who asked; there is one at most. */
export async function findOpenSettingsRequest(db: Executor) {
  const [row] = await db
    .select({
      requestId: accessRequests.id,
      requesterId: accessRequests.requestedBy,
      requester: users.name,
      askedAt: accessRequests.createdAt,
      change: accessRequests.change,
    })
    .from(accessRequests)
    .innerJoin(users, eq(users.id, accessRequests.requestedBy))
    .where(
      and(
        eq(accessRequests.kind, "program_settings"),
        eq(accessRequests.status, "pending"),
        sql`${accessRequests.expiresAt} > countersign_now()`,
      ),
    );
  const change = row?.change;
  if (!row || change?.kind !== "program_settings") return null;
  return { ...row, change: { before: change.before, after: change.after } };
}
