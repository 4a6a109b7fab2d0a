import "server-only";
import { decidePermissions } from "../../../contracts/request-kinds";
import { newestEmergencyAskOf } from "../../db/queries/emergency-accesses";
import { activeHolders } from "../../db/queries/people";
import type { PermittedContext } from "../context";

/** What came of the caller's newest wish for an emergency access within a day, and who would be asked. */
export async function ownEmergency(context: PermittedContext<"customers.read">) {
  const { db, actor, clientIp } = context;
  const approvers = await activeHolders(db, decidePermissions("break_glass"), actor.userId);
  return {
    address: clientIp,
    approvers: approvers.map(({ name }) => name),
    newest: await newestEmergencyAskOf(db, actor.userId),
  };
}
