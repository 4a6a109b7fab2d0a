import "server-only";
import { randomBytes, timingSafeEqual } from "node:crypto";
import { databaseNow } from "../../db/queries/clock";
import { findUserByEmail } from "../../db/queries/users";
import type { ServiceContext } from "../context";
import type { KeyRing } from "../keys";

/** How long a browser stays known after its last sign-in. */
export const knownDeviceDays = 180;
const peopleADevice = 4;

/** Whose sign-in a mark stands for: it ends with their password. */
interface Owner {
  id: string;
  passwordHash: string | null;
}

interface Mark {
  text: string;
  keyId: string;
  /** Seconds since 1970, in base 36. */
  madeAt: string;
  device: string;
  mac: string;
}

const shape =
  /^(?<keyId>[A-Za-z0-9_-]{1,32})\.(?<madeAt>[0-9a-z]{1,8})\.(?<device>[A-Za-z0-9_-]{22})\.(?<mac>[A-Za-z0-9_-]{43})$/;

/**
 * The random id of a browser in which this account signed in before, out of its cookie; null for one that is absent,
 * forged, another account's, older than 180 days, or made before a change of the password or under a key that is gone.
 */
export async function knownDevice(
  { db, keys }: ServiceContext,
  { email, cookie }: { email: string; cookie: string },
): Promise<string | null> {
  const [owner, now] = await Promise.all([findUserByEmail(db, email), databaseNow(db)]);
  const oldest = now.getTime() / 1000 - knownDeviceDays * 24 * 60 * 60;
  const own = marksIn(cookie).find(
    (mark) => Number.parseInt(mark.madeAt, 36) >= oldest && isOf(keys, mark, owner),
  );
  return own?.device ?? null;
}

/**
 * The cookie of a browser in which this person has just proved their password: a new id each time, so that a copy of the
 * old one has a count of its own. The last three other people's marks stay.
 */
export async function markDevice(
  { db, keys }: ServiceContext,
  { owner, cookie }: { owner: Owner; cookie: string },
): Promise<string> {
  const others = marksIn(cookie).filter((mark) => !isOf(keys, mark, owner));
  const madeAt = Math.floor((await databaseNow(db)).getTime() / 1000).toString(36);
  const device = randomBytes(16).toString("base64url");
  const { keyId, mac } = keys.macNow("known-device", partsOf({ madeAt, device }, owner));
  const own = [keyId, madeAt, device, mac.toString("base64url")].join(".");
  return [own, ...others.map(({ text }) => text)].slice(0, peopleADevice).join("~");
}

function marksIn(cookie: string): Mark[] {
  return cookie.split("~", peopleADevice).flatMap((text) => {
    const parts = shape.exec(text)?.groups as Omit<Mark, "text"> | undefined;
    return parts ? [{ text, ...parts }] : [];
  });
}

function isOf(keys: KeyRing, mark: Mark, owner: Owner | null): boolean {
  const expected = keys.mac(mark.keyId, "known-device", partsOf(mark, owner));
  const given = Buffer.from(mark.mac, "base64url");
  return expected?.length === given.length && timingSafeEqual(expected, given);
}

/** What a mark's MAC is over; for nobody too, whose marks are never made, so that they take no other time. */
const partsOf = ({ madeAt, device }: Pick<Mark, "madeAt" | "device">, owner: Owner | null) => [
  madeAt,
  device,
  `${owner?.id}`,
  `${owner?.passwordHash}`,
];
