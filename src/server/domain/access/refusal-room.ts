import "server-only";
import { takeInMinute } from "../../db/queries/attempt-delays";
import type { ServiceContext } from "../context";
import { placeOf } from "./address-block";
import { keyed } from "./attempt-delay";

/** Refused sign-ins put on record one by one in a minute; what comes on top leaves the counters of delays alone. */
export const refusalsPerMinute = { block: 20, all: 300 };

/**
 * Whether one more refused sign-in of this minute goes on record: no stranger fills the audit log. A block that used its
 * own room up takes none of the others'.
 */
export async function hasRefusalRoom(context: ServiceContext): Promise<boolean> {
  const { db, clientIp } = context;
  const own = keyed(context, "refusals", placeOf(clientIp).block);
  if (!(await takeInMinute(db, own, refusalsPerMinute.block))) return false;
  return takeInMinute(db, keyed(context, "refusals"), refusalsPerMinute.all);
}
