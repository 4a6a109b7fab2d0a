import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { sealBatch } from "../../db/queries/audit-chain";
import type { ServiceContext } from "../context";

/** So few that whoever waits for the processor that seals them waits for two milliseconds. */
const few = { most: 100, pause: 5 };
/** For who comes behind all the same, or was away. */
const many = { most: 2_000, pause: 0 };
/** Milliseconds. */
const patience = 500;

/**
 * Seals all records that no seal holds, in batches of a transaction each. Guarantee: one process seals at a time, whatever
 * their number; answers how many it sealed, null where another one is at it (rule 11).
 */
export async function sealEvents({ db }: Pick<ServiceContext, "db">): Promise<number | null> {
  const begun = performance.now();
  let sealed = 0;
  for (;;) {
    const { most, pause } = performance.now() - begun < patience ? few : many;
    const now = await sealBatch(db, most);
    if (now === null) return sealed || null;
    sealed += now;
    if (now < most) return sealed;
    if (pause > 0) await sleep(pause);
  }
}
