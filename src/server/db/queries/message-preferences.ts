import "server-only";
import { and, eq } from "drizzle-orm";
import type { MessageKind, OptionalMessageKind } from "../../../contracts/message-kinds";
import type { Executor } from "../client";
import { messagePreferences } from "../schema";

/** The kinds that this person turned off. */
export async function kindsTurnedOff(db: Executor, userId: string): Promise<MessageKind[]> {
  const rows = await db
    .select({ kind: messagePreferences.kind })
    .from(messagePreferences)
    .where(eq(messagePreferences.userId, userId));
  return rows.map(({ kind }) => kind);
}

/** Turns a kind off for a person; false where it was off already. */
export async function turnKindOff(db: Executor, userId: string, kind: OptionalMessageKind): Promise<boolean> {
  const rows = await db
    .insert(messagePreferences)
    .values({ userId, kind })
    .onConflictDoNothing()
    .returning({ kind: messagePreferences.kind });
  return rows.length > 0;
}

/** Turns a kind on again; false where it was on. */
export async function turnKindOn(db: Executor, userId: string, kind: OptionalMessageKind): Promise<boolean> {
  const rows = await db
    .delete(messagePreferences)
    .where(and(eq(messagePreferences.userId, userId), eq(messagePreferences.kind, kind)))
    .returning({ kind: messagePreferences.kind });
  return rows.length > 0;
}
