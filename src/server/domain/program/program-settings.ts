import "server-only";
import { findProgramSettings, type ProgramSettingsRow } from "../../db/queries/program";
import type { ServiceContext } from "../context";
import { DomainError } from "../errors";

/** What holds for the whole program; refuses before set-up. */
export async function programSettings(context: Pick<ServiceContext, "db">): Promise<ProgramSettingsRow> {
  const row = await findProgramSettings(context.db);
  if (!row) throw new DomainError("unavailable", "This installation is not set up yet. Open /setup first.");
  return row;
}
