import "server-only";
import type { ExportedSeal } from "../../../contracts/audit-chain";
import { chainState } from "../../db/queries/audit-chain";
import type { ServiceContext } from "../context";
import { programSettings } from "../program/program-settings";
import { storedChain } from "./verify-chain";

/**
 * The chain up to its present end, as lines of JSON, records byte for byte as they were sealed: what `audit:verify` reads
 * without a database. `before` comes before each batch, and breaks the export off by throwing.
 */
export async function* exportChain(
  context: Pick<ServiceContext, "db">,
  before?: () => Promise<void>,
): AsyncGenerator<string> {
  const { seq: end } = await chainState(context.db);
  const { name } = await programSettings(context);
  const head = { format: "countersign-audit-export-1", program: name, exported_at: new Date().toISOString() };
  yield `${JSON.stringify(head)}\n`;
  for await (const { seal, texts } of storedChain(context, before)) {
    if (BigInt(seal.seq) > BigInt(end)) return;
    const { seq, sealedAt: sealed_at, eventIds, digests, previous, hash, high } = seal;
    const events = eventIds.map((id) => texts.get(id)).filter((text) => text !== undefined);
    const line: ExportedSeal = {
      seq,
      sealed_at,
      event_ids: [...eventIds],
      digests,
      previous,
      hash,
      high,
      events,
    };
    yield `${JSON.stringify(line)}\n`;
  }
}
