import "server-only";
import { createHash } from "node:crypto";

/** One link of the chain as its export carries it; bytes in hexadecimal. */
export interface Seal {
  seq: string;
  sealedAt: string;
  eventIds: readonly string[];
  digests: string;
  previous: string;
  hash: string;
  high: string;
}

/** What is wrong, and with which record: the first one in the order of the chain. */
export interface ChainFault {
  kind:
    | "record_altered"
    | "record_missing"
    | "record_inserted"
    | "seal_altered"
    | "seal_missing"
    | "checkpoint_broken"
    | "database_altered";
  seq: string;
  /** The record, where it is one. */
  eventId: string | null;
  sentence: string;
}

export const noHash = "0".repeat(64);
const sha256 = (text: string) => createHash("sha256").update(text, "utf8").digest("hex");

/** The hash that a seal must have, over the text that countersign_seal_text makes of it. */
export function sealHash(seal: Omit<Seal, "hash">): string {
  const { seq, sealedAt, eventIds, digests, previous, high } = seal;
  return sha256(
    ["countersign-seal-1", seq, sealedAt, eventIds.join(","), digests, previous, high].join("\n"),
  );
}

/**
 * Holds the chain against itself, one seal after the other. Guarantee: any edit, deletion, insertion or exchange of records
 * or seals up to a checkpoint held elsewhere is found, and the first one named (rule 11).
 */
export class ChainVerifier {
  #seq = 0n;
  #hash = noHash;
  #records = 0n;

  /** Where the chain stands: what the next seal must follow. */
  get head() {
    return { seq: String(this.#seq), hash: this.#hash, records: String(this.#records) };
  }

  /** Takes the next seal with the texts of its records by number; null where nothing is wrong with it. */
  take(seal: Seal, texts: ReadonlyMap<string, string>): ChainFault | null {
    const due = String(this.#seq + 1n);
    if (seal.seq !== due)
      return fault("seal_missing", due, null, `Seal ${due} is missing: ${seal.seq} stands in its place.`);
    const altered = this.#sealFault(seal) ?? recordFault(seal, texts);
    if (altered) return altered;
    this.#seq += 1n;
    this.#hash = seal.hash;
    this.#records += BigInt(seal.eventIds.length);
    return null;
  }

  #sealFault(seal: Seal): ChainFault | null {
    const { seq } = seal;
    if (seal.previous !== this.#hash) {
      return fault("seal_altered", seq, null, `Seal ${seq} does not follow the one before it.`);
    }
    if (seal.digests.length !== seal.eventIds.length * 64 || seal.hash !== sealHash(seal)) {
      return fault("seal_altered", seq, seal.eventIds[0] ?? null, `Seal ${seq} was altered.`);
    }
    return null;
  }
}

function recordFault(
  { seq, eventIds, digests }: Seal,
  texts: ReadonlyMap<string, string>,
): ChainFault | null {
  for (const [place, id] of eventIds.entries()) {
    const text = texts.get(id);
    if (text === undefined) return fault("record_missing", seq, id, `Record ${id} is missing.`);
    if (sha256(text) !== digests.slice(place * 64, place * 64 + 64)) {
      return fault("record_altered", seq, id, `Record ${id} was altered.`);
    }
  }
  const there = [...texts.keys()];
  const sealed = new Set(eventIds);
  const extra = there.find((id) => !sealed.has(id));
  if (extra !== undefined) return fault("record_inserted", seq, extra, `Record ${extra} was inserted.`);
  const moved = eventIds.find((id, place) => there[place] !== id);
  return moved === undefined
    ? null
    : fault("record_altered", seq, moved, `Record ${moved} stands in another place.`);
}

export function fault(
  kind: ChainFault["kind"],
  seq: string,
  eventId: string | null,
  sentence: string,
): ChainFault {
  return { kind, seq, eventId, sentence };
}
