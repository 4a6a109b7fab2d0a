import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { sealBatch } from "../../db/queries/audit-chain";
import type { ServiceContext } from "../context";

/** So few that whoever waits for the processor that seals them waits for two milliseconds. */
const few = { most: 100, pause: 5 };
/** For who comes behind all the same, or was away. */
const many = { most: 2_000, pause: 0 };
/** Milliseconds after which slices give way, a pause between two turns among them. */
const patience = 1_000;

/** When this process last found everything sealed (`performance.now`), over all its turns. */
export interface SealingPace {
  caughtUpAt: number;
}

/**
 * Seals all records that no seal holds, in batches of a transaction each. Guarantee: one process seals at a time, whatever
 * their number; answers how many it sealed, null where another one is at it (rule 11). Where many take turns, each goes by
 * when it last was done, so that none begins anew with slices while all of them come behind.
 */
export async function sealEvents(
  { db }: Pick<ServiceContext, "db">,
  pace: SealingPace = { caughtUpAt: performance.now() },
): Promise<number | null> {
  let sealed = 0;
  for (;;) {
    const { most, pause } = performance.now() - pace.caughtUpAt < patience ? few : many;
    const now = await sealBatch(db, most);
    if (now === null) return sealed || null;
    sealed += now;
    if (now < most) {
      pace.caughtUpAt = performance.now();
      return sealed;
    }
    if (pause > 0) await sleep(pause);
  }
}
