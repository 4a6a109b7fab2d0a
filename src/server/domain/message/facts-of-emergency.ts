import "server-only";
import type { EmergencyFacts, OwnFacts } from "../../../contracts/mail-facts";
import { findMailedEmergency } from "../../db/queries/emergency-accesses";
import type { MessageRow } from "../../db/queries/messages";
import type { ServiceContext } from "../context";
import { pageUrl } from "./facts-of-person";

/** Whose emergency access it is, as its rows say it; the link leads to its review. */
export async function emergencyFacts(
  context: ServiceContext,
  { kind, accessRequestId }: MessageRow & { kind: EmergencyFacts["kind"] },
): Promise<OwnFacts<EmergencyFacts> | null> {
  const found = accessRequestId ? await findMailedEmergency(context.db, accessRequestId) : null;
  return found && { kind, url: pageUrl(context, `/requests/${accessRequestId}`), ...found };
}
