import "server-only";
import type { Executor } from "../client";
import { programSettings } from "../schema";

export type ProgramSettingsRow = typeof programSettings.$inferSelect;

/** The one row of program settings, or null before set-up. */
export async function findProgramSettings(db: Executor): Promise<ProgramSettingsRow | null> {
  const [row] = await db.select().from(programSettings);
  return row ?? null;
}
