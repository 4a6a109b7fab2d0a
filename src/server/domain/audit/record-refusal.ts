import "server-only";
import type { RefusedProcedure } from "../../../contracts/procedure-words";
import { refusedLately } from "../../db/queries/audit";
import type { UserContext } from "../context";
import { isDomainError } from "../errors";
import { recordEvent } from "./record-event";

/** Beyond this a person who is refused over and over adds nothing to the log. */
const ceiling = { perMinute: 60 };

/** Runs a guard; a refusal by role or address is recorded before it is passed on, up to 60 a minute and person (rule 12). */
export async function recordRefusal<T>(
  context: UserContext,
  what: RefusedProcedure,
  guard: () => Promise<T>,
): Promise<T> {
  try {
    return await guard();
  } catch (error) {
    if (isDomainError(error) && (await refusedLately(context.db, context.actor.userId)) < ceiling.perMinute) {
      await recordEvent(context, {
        action: "procedure.refused",
        outcome: "refused",
        rule: error.code,
        details: { procedure: what },
      });
    }
    throw error;
  }
}
