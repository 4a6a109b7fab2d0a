import "server-only";
import { decidePermissions, requestKinds } from "../../../contracts/request-kinds";
import { liveEmergencyOf } from "../../db/queries/emergency-accesses";
import { countUnread } from "../../db/queries/notifications";
import { countOpenOf, countWaitingFor } from "../../db/queries/request-list";
import { isApprovedIp } from "../access/require-approved-ip";
import type { UserContext } from "../context";
import { programSettings } from "../program/program-settings";

/** What the frame around every page shows: counts, the address the server sees, and whether it is approved. */
export async function shellStatus(context: UserContext) {
  const { db, actor, clientIp, settings } = context;
  const kinds = requestKinds.filter((kind) =>
    decidePermissions(kind).some((one) => actor.permissions.has(one)),
  );
  const program = await programSettings(context);
  return {
    pendingForMe: kinds.length > 0 ? await countWaitingFor(db, actor.userId, kinds) : 0,
    myOpenRequests: await countOpenOf(db, actor.userId),
    unreadNotifications: await countUnread(db, actor.userId),
    address: clientIp,
    addressApproved: await isApprovedIp(context),
    /** The reader's own emergency access that is open, wherever they stand. */
    emergency: await liveEmergencyOf(db, actor.userId),
    supportUrl: settings.supportUrl,
    programName: program.name,
    demonstration: settings.demonstration,
  };
}
