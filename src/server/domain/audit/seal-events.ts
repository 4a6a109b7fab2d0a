import "server-only";
import { sealBatch } from "../../db/queries/audit-chain";
import type { ServiceContext } from "../context";

const batch = 2_000;

/**
 * Seals all records that no seal holds, in batches of a transaction each. Guarantee: one process seals at a time, whatever
 * their number; answers how many it sealed, null where another one is at it (rule 11).
 */
export async function sealEvents({ db }: Pick<ServiceContext, "db">): Promise<number | null> {
  let sealed = 0;
  for (;;) {
    const now = await sealBatch(db, batch);
    if (now === null) return sealed || null;
    sealed += now;
    if (now < batch) return sealed;
  }
}
