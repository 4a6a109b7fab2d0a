import "server-only";
import type { Checkpoint, ExportedSeal } from "../../../contracts/audit-chain";
import { eventTexts, sealsAfter, unsealedUpTo } from "../../db/queries/audit-chain";
import { alteredObjects } from "../../db/queries/audit-objects";
import type { ServiceContext } from "../context";
import { type ChainFault, ChainVerifier, fault, type Seal } from "./chain";
import { isSigned } from "./checkpoint";

export interface ChainVerdict {
  seals: string;
  records: string;
  /** The newest seal's hash. */
  hash: string;
  /** The first fault in the order of the chain; null where there is none. */
  fault: ChainFault | null;
}

export interface SealWithTexts {
  seal: Seal;
  texts: ReadonlyMap<string, string>;
}

/**
 * Verifies a whole chain, seal by seal, and holds it against checkpoints that were kept elsewhere. Guarantee: any edit,
 * deletion, insertion, exchange or truncation of what stands under one of them is found; the first one is named (rule 11).
 */
export async function verifyChain(
  seals: AsyncIterable<SealWithTexts>,
  checkpoints: readonly Checkpoint[],
): Promise<ChainVerdict> {
  const verifier = new ChainVerifier();
  const due = new Map(checkpoints.map((one) => [one.seq, one]));
  const verdict = (found: ChainFault | null): ChainVerdict => {
    const { seq, hash, records } = verifier.head;
    return { seals: seq, hash, records, fault: found };
  };
  const forged = checkpoints.find((one) => !isSigned(one));
  if (forged) return verdict(broken(forged, "does not carry its own key's signature"));
  for await (const { seal, texts } of seals) {
    const found = verifier.take(seal, texts);
    if (found) return verdict(found);
    const checkpoint = due.get(seal.seq);
    if (checkpoint && (checkpoint.hash !== seal.hash || checkpoint.records !== verifier.head.records)) {
      return verdict(broken(checkpoint, "is of another chain: everything up to it was written anew"));
    }
    due.delete(seal.seq);
  }
  const [beyond] = due.values();
  return verdict(
    beyond
      ? broken(beyond, `lies beyond the end: the chain was cut off after seal ${verifier.head.seq}`)
      : null,
  );
}

function broken({ seq, signed_at }: Checkpoint, what: string): ChainFault {
  return fault("checkpoint_broken", seq, null, `The checkpoint of ${signed_at} (seal ${seq}) ${what}.`);
}

const most = 50;

/** The chain as it stands in the database; `before` comes before each batch is read. */
export async function* storedChain(
  { db }: Pick<ServiceContext, "db">,
  before?: () => Promise<void>,
): AsyncGenerator<SealWithTexts> {
  for (let after = "0"; ; ) {
    await before?.();
    const seals = await sealsAfter(db, after, most);
    for (const seal of seals) {
      yield { seal, texts: await eventTexts(db, seal.eventIds) };
      after = seal.seq;
    }
    if (seals.length < most) return;
  }
}

/**
 * The database must not be asked about its records by functions or tables that somebody has put in the place of ours; null
 * where all are as this version made them. First in the transaction that verifies.
 */
export async function findReplaced({ db }: Pick<ServiceContext, "db">): Promise<ChainFault | null> {
  const [name] = await alteredObjects(db);
  const advice = "Verify an export that was made before it was altered.";
  return name
    ? fault(
        "database_altered",
        "0",
        null,
        `${name} is not as this version made it: what this database says of its records cannot be believed. ${advice}`,
      )
    : null;
}

/** A record below the newest seal that no seal holds was inserted behind the chain's back; null where there is none. */
export async function findInserted({ db }: Pick<ServiceContext, "db">): Promise<ChainFault | null> {
  const [id] = await unsealedUpTo(db, 1);
  return id ? fault("record_inserted", "0", id, `Record ${id} was inserted: no seal holds it.`) : null;
}

/** A seal of an export, with the texts of its records by the number each text carries. */
export function readExportedSeal(line: ExportedSeal): SealWithTexts {
  const { sealed_at: sealedAt, event_ids: eventIds, events, ...seal } = line;
  const texts = new Map<string, string>();
  for (const text of events) {
    const id = /^\{"id":"(\d+)"/.exec(text)?.[1];
    texts.set(id === undefined || texts.has(id) ? `beside ${texts.size}` : id, text);
  }
  return { seal: { ...seal, sealedAt, eventIds }, texts };
}
