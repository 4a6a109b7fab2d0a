import "server-only";
import { timingSafeEqual } from "node:crypto";
import { z } from "zod";
import type { PageEnd } from "../../db/queries/guarded-read";
import type { KeyRing } from "../keys";

/** What a cursor is bound to besides its token: a place in one list is none in another. */
export interface ListBounds {
  since: string | null;
  wanted: number;
}

const macBytes = 16;
const shape = /^[A-Za-z0-9_-]{1,400}\.[A-Za-z0-9_-]{22}$/;
const placeSchema = z.tuple([z.string(), z.uuid(), z.string(), z.string().nullable()]);

/** Where a list goes on, as text that nobody else can make (HMAC-SHA-256, cut to 128 bits); it holds no personal data. */
export function sealCursor(keys: KeyRing, { token, id, at }: PageEnd, bounds: ListBounds): string {
  const place = Buffer.from(JSON.stringify([keys.currentId, token, id, at])).toString("base64url");
  return `${place}.${macOf(keys, keys.currentId, place, bounds)?.toString("base64url")}`;
}

/** The place of a cursor; null where it was not made here, or for another list. Its token is compared by the guarded read. */
export function openCursor(keys: KeyRing, cursor: string, bounds: ListBounds): PageEnd | null {
  const [place = "", mac = ""] = shape.test(cursor) ? cursor.split(".") : [];
  const read = placeSchema.safeParse(parse(place));
  if (!read.success) return null;
  const [keyId, token, id, at] = read.data;
  const expected = macOf(keys, keyId, place, bounds);
  const given = Buffer.from(mac, "base64url");
  if (expected?.length !== given.length || !timingSafeEqual(expected, given)) return null;
  return { token, id, at };
}

function macOf(keys: KeyRing, keyId: string, place: string, { since, wanted }: ListBounds): Buffer | null {
  const mac = keys.mac(keyId, "list-cursor", [place, since ?? "", String(wanted)]);
  return mac?.subarray(0, macBytes) ?? null;
}

function parse(place: string): unknown {
  try {
    return JSON.parse(Buffer.from(place, "base64url").toString("utf8"));
  } catch {
    return null;
  }
}
