import "server-only";
import type { Checkpoint } from "../../../contracts/audit-chain";
import { chainState, checkpointTime, insertCheckpoint, newestCheckpoint } from "../../db/queries/audit-chain";
import type { ServiceContext } from "../context";
import { verifySignature } from "../keys";

type Unsigned = Pick<Checkpoint, "seq" | "hash" | "records" | "signed_at" | "key_id">;

/** The text that is signed: every word of a checkpoint but the key's own. */
function checkpointText({ seq, hash, records, signed_at, key_id }: Unsigned): string {
  return ["countersign-checkpoint-1", seq, hash, records, signed_at, key_id].join("\n");
}

/**
 * Signs the newest seal (Ed25519, RFC 8032) and keeps the checkpoint; the one that is there where nothing was sealed since.
 * Null before the first seal. Guarantee: what stands under a checkpoint held elsewhere is not altered unnoticed (rule 11).
 */
export async function makeCheckpoint(
  context: Pick<ServiceContext, "db" | "keys">,
): Promise<Checkpoint | null> {
  const { db, keys } = context;
  const { seq, hash, records } = await chainState(db);
  if (seq === "0") return null;
  const newest = await newestCheckpoint(db);
  if (newest?.seq === seq) return newest;
  const unsigned = { seq, hash, records, signed_at: await checkpointTime(db), key_id: keys.currentId };
  const { publicKey, signature } = keys.sign(checkpointText(unsigned));
  const made: Checkpoint = {
    format: "countersign-checkpoint-1",
    ...unsigned,
    public_key: publicKey.toString("hex"),
    signature: signature.toString("hex"),
  };
  await insertCheckpoint(db, made);
  return made;
}

/** Whether a checkpoint carries its own key's signature. Whose key it is, only a copy held elsewhere can say. */
export function isSigned(checkpoint: Checkpoint): boolean {
  return verifySignature(checkpointText(checkpoint), {
    publicKey: Buffer.from(checkpoint.public_key, "hex"),
    signature: Buffer.from(checkpoint.signature, "hex"),
  });
}
