import "server-only";
import { deleteOldCounters } from "../../db/queries/lapsed";
import type { ServiceContext } from "../context";

/** Deletes counters of refusals and attempts that no rule looks at any more; records are never touched. */
export async function cleanCounters({ db }: ServiceContext): Promise<void> {
  await deleteOldCounters(db);
}
