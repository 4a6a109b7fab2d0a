import "server-only";
import { putSealed, secretsToReseal } from "../../db/queries/held-keys";
import type { ServiceContext } from "../context";
import { secretBoundTo } from "../second-factor/authenticator-app";
import { transact } from "../transact";

const batch = 200;
const first = "00000000-0000-0000-0000-000000000000";

/**
 * Encrypts anew, under the newest key, what older ones encrypted; a batch a transaction, so that a run cut off goes on
 * where it was. Counts what was done, and what no key of the ring opens.
 */
export async function resealSecrets(context: ServiceContext): Promise<{ done: number; lost: number }> {
  const { keys } = context;
  const total = { done: 0, lost: 0 };
  let after = first;
  for (;;) {
    const rows = await transact(context, async ({ db }) => {
      const found = await secretsToReseal(db, keys.currentId, after, batch);
      for (const { id, userId, box, keyId } of found) {
        const bound = secretBoundTo(userId);
        const plain = box && keyId ? keys.open(keyId, box, bound) : null;
        if (!plain) {
          total.lost += 1;
          continue;
        }
        const next = keys.seal(plain, bound);
        await putSealed(db, id, { sealedSecret: next.box, keyId: next.keyId });
        total.done += 1;
      }
      return found;
    });
    const last = rows.at(-1);
    if (!last) return total;
    after = last.id;
  }
}
