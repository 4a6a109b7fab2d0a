import "server-only";
import { restartStranded } from "../../db/queries/outbox";
import type { ServiceContext } from "../context";

/** No try takes longer; a job that is locked for longer belongs to a process that died. */
const longestTry = 120;

/** Starts anew what a killed process left behind. `alone`: no other process runs jobs, so whatever is locked is dead. */
export async function restartStrandedMessages(
  { db }: ServiceContext,
  { alone = false }: { alone?: boolean } = {},
): Promise<number> {
  return restartStranded(db, alone ? 0 : longestTry);
}
