import "server-only";
import type { Checkpoint } from "../../../contracts/audit-chain";
import { type ChainState, chainState, newestCheckpoint } from "../../db/queries/audit-chain";
import type { PermittedContext } from "../context";

export interface ChainStatus extends ChainState {
  checkpoint: Checkpoint | null;
}

/** How far the records are sealed, and the newest checkpoint to keep elsewhere (rule 11). */
export async function chainStatus({ db }: PermittedContext<"audit.read">): Promise<ChainStatus> {
  return { ...(await chainState(db)), checkpoint: await newestCheckpoint(db) };
}
