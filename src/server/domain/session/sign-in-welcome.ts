import "server-only";
import { demonstrationPassword, offeredPeople } from "../../../contracts/demonstration";
import { findProgramSettings } from "../../db/queries/program";
import type { ServiceContext } from "../context";
import { isSetupOpen } from "../setup/complete-setup";

/** What the sign-in page shows: the program, whether set-up comes first, and on its own computer the demonstration's people. */
export async function signInWelcome(context: ServiceContext, { local }: { local: boolean }) {
  const program = await findProgramSettings(context.db);
  const demonstration = context.settings.demonstration && local;
  return {
    programName: program?.name ?? null,
    setupOpen: await isSetupOpen(context),
    demonstration: demonstration ? { people: offeredPeople, password: demonstrationPassword } : null,
    supportUrl: context.settings.supportUrl,
  };
}
