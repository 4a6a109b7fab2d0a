import "server-only";
import { createHash, randomBytes } from "node:crypto";

/** One key or secret as the settings hold it. */
export interface HeldEntry {
  id: string;
  /** As it stands in the setting. */
  text: string;
  /** One-way: tells whether two are the same key. */
  mark: Buffer;
}

/** A setting that holds several, newest first. */
export interface HeldList {
  setting: "ENCRYPTION_KEYS" | "AUTH_SECRET";
  entries: readonly HeldEntry[];
  make(): HeldEntry;
  /** Null where whoever runs Countersign sets it: then a rotation says what to set. */
  write: ((entries: readonly HeldEntry[]) => void) | null;
}

const markOf = (text: string) =>
  createHash("sha256").update(`countersign/held-key\n${text}`, "utf8").digest();
const random = () => randomBytes(32).toString("base64url");

/** `id:key`; the id of a new one says when it was made. */
export function ringEntry(id: string, key: Buffer): HeldEntry {
  const text = `${id}:${key.toString("base64url")}`;
  return { id, text, mark: markOf(text) };
}

export function newRingEntry(): HeldEntry {
  const day = new Date().toISOString().slice(0, 10).replaceAll("-", "");
  return ringEntry(`k${day}-${randomBytes(3).toString("hex")}`, randomBytes(32));
}

/** The session cookie's secrets have no id of their own. */
export function sessionEntry(text: string): HeldEntry {
  const mark = markOf(text);
  return { id: `session-${mark.toString("hex").slice(0, 8)}`, text, mark };
}

export const newSessionEntry = () => sessionEntry(random());

export const settingText = (entries: readonly HeldEntry[]) => entries.map(({ text }) => text).join(",");
