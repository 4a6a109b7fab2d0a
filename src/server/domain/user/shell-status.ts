import "server-only";
import { countUnread } from "../../db/queries/notifications";
import { countOpenOf, countWaitingFor } from "../../db/queries/request-list";
import { isApprovedIp } from "../access/require-approved-ip";
import type { UserContext } from "../context";
import { programSettings } from "../program/program-settings";

/** What the frame around every page shows: counts, the address the server sees, and whether it is approved. */
export async function shellStatus(context: UserContext) {
  const { db, actor, clientIp, settings } = context;
  const decides = actor.permissions.has("access_requests.decide");
  const program = await programSettings(context);
  return {
    pendingForMe: decides ? await countWaitingFor(db, actor.userId) : 0,
    myOpenRequests: await countOpenOf(db, actor.userId),
    unreadNotifications: await countUnread(db, actor.userId),
    address: clientIp,
    addressApproved: await isApprovedIp(context),
    supportUrl: settings.supportUrl,
    programName: program.name,
    demonstration: settings.demonstration,
  };
}
