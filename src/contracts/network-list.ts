import { maskBits } from "./address-bits";
import {
  type Network,
  type NetworkLimits,
  type NetworkResult,
  parseAnyNetwork,
  parseNetwork,
} from "./network";
import { cidrOf, readRange } from "./network-range";

export interface NetworkEntry {
  /** As it was typed. */
  input: string;
  result: NetworkResult;
  /** An earlier entry names the same network. */
  duplicate: boolean;
  /** Canonical text of the widest other network in the list that holds this one, or null. */
  coveredBy: string | null;
  /** How it meets what is approved already: the same network, inside one, or holding one. */
  approved: { how: "same" | "inside" | "holds"; network: string } | null;
}

export interface NetworkList {
  entries: NetworkEntry[];
  /** The sound ones, each once, in the order typed. */
  networks: Network[];
  /** Every entry is sound; an empty list is not (rule 8: it would deny everything). */
  ok: boolean;
}

/** Reads a list for the same limits and approved networks again and again; the last answer is kept. */
export type NetworkReader = (texts: readonly string[]) => NetworkList;

type Cover = (network: Network) => Network | null;

/**
 * Reads every entry by the strict grammar. Faults, repeats and overlaps are pointed out, inside the list and with what is
 * approved already; overlaps are no faults. `approved` are stored networks.
 */
export function readNetworkList(
  texts: readonly string[],
  limits: NetworkLimits,
  approved: readonly string[] = [],
): NetworkList {
  const parsed = texts.map((input) => ({ input, result: parseNetwork(input, limits) }));
  const known = new Map<string, Network>();
  const firsts = parsed.map(({ result }) => {
    if (!result.ok || known.has(result.network.cidr)) return false;
    known.set(result.network.cidr, result.network);
    return true;
  });
  const cover = coverIn(known);
  const meets = meetingWith(approved, known, cover);
  const entries = parsed.map(({ input, result }, index): NetworkEntry => {
    if (!result.ok) return { input, result, duplicate: false, coveredBy: null, approved: null };
    const { network } = result;
    const coveredBy = cover(network)?.text ?? null;
    return { input, result, duplicate: !firsts[index], coveredBy, approved: meets(network) };
  });
  return {
    entries,
    networks: [...known.values()],
    ok: entries.length > 0 && entries.every((one) => one.result.ok),
  };
}

export function networkReader(limits: NetworkLimits, approved: readonly string[] = []): NetworkReader {
  let last: { key: string; list: NetworkList } | null = null;
  return (texts) => {
    const key = texts.join("\n");
    last = last?.key === key ? last : { key, list: readNetworkList(texts, limits, approved) };
    return last.list;
  };
}

/** Reads a text of networks, cut as splitNetworks cuts. */
export function parseNetworkList(text: string, limits: NetworkLimits): NetworkList {
  return readNetworkList(splitNetworks(text), limits);
}

/** Cuts a text at commas, semicolons and white space, and takes quotes and invisible marks off. */
export function splitNetworks(text: string): string[] {
  return text
    .split(/[\s,;]+/u)
    .map(unquoted)
    .filter((part) => part !== "");
}

export interface PastedNetwork {
  text: string;
  /** From 1; null where the paste is one line. */
  line: number | null;
  /** The next cell of a spreadsheet's row, where it is no address. */
  label: string;
}

/** Cuts a paste as splitNetworks does, and keeps the line of each; a spreadsheet's second column becomes the label. */
export function readPaste(paste: string): PastedNetwork[] {
  const lines = paste.split(/\r\n|\r|\n/);
  const several = lines.filter((line) => line.trim() !== "").length > 1;
  return lines.flatMap((content, index) => {
    const line = several ? index + 1 : null;
    const [first = "", second = "", ...rest] = content.split("\t").map(unquoted);
    if (rest.length === 0 && looksLikeAddress(first) && second !== "" && !looksLikeAddress(second)) {
      return [{ text: first, line, label: second }];
    }
    return splitNetworks(content).map((text) => ({ text, line, label: "" }));
  });
}

const quotes = /^["'`\u2018\u2019\u201C\u201D]+|["'`\u2018\u2019\u201C\u201D]+$/gu;
const invisible = /[\u200B-\u200F\u2060\uFEFF]/gu;

const unquoted = (text: string) => text.replace(invisible, "").trim().replace(quotes, "").trim();

/** Has the look of an address, sound or not, so that a faulty one is never taken for words. */
const looksLikeAddress = (text: string) => /^\S*[.:]\S*\d|^\S*\d\S*[.:]/.test(text) && !/\s/.test(text);

/** Finds the widest of these networks that holds another, by each wider prefix instead of comparing every pair. */
function coverIn(known: ReadonlyMap<string, Network>): Cover {
  const wider = [...new Set([...known.values()].map(({ prefix }) => prefix))].sort((a, b) => a - b);
  return (network) => {
    const range = readRange(network.cidr);
    if ("code" in range) return null;
    for (const prefix of wider) {
      if (prefix >= network.prefix) break;
      const bits = maskBits(range.bits, range.version, prefix);
      const cover = known.get(cidrOf({ ...range, prefix, bits }));
      if (cover) return cover;
    }
    return null;
  };
}

function meetingWith(approved: readonly string[], listed: ReadonlyMap<string, Network>, listCover: Cover) {
  const stored = new Map(
    approved.flatMap((text) => {
      const read = parseAnyNetwork(text);
      return read.ok ? [[read.network.cidr, read.network] as const] : [];
    }),
  );
  const approvedCover = coverIn(stored);
  const held = new Map<string, Network>();
  for (const one of stored.values()) {
    const holder = listCover(one);
    if (holder && listed.has(holder.cidr) && !held.has(holder.cidr)) held.set(holder.cidr, one);
  }
  return (network: Network): NetworkEntry["approved"] => {
    const same = stored.get(network.cidr);
    if (same) return { how: "same", network: same.text };
    const around = approvedCover(network);
    if (around) return { how: "inside", network: around.text };
    const within = held.get(network.cidr);
    return within ? { how: "holds", network: within.text } : null;
  };
}
