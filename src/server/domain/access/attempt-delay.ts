import "server-only";
import { counted } from "../../../contracts/words";
import {
  countFailure,
  type DelayCurve,
  forgetAttempts,
  secondsToWait,
  takeAttempt,
  takeInMinute,
  uncountFailure,
} from "../../db/queries/attempt-delays";
import type { ServiceContext } from "../context";
import { DomainError } from "../errors";
import { placeOf } from "./address-block";
import { knownDevice } from "./known-device";

/** What is guessed at; each is counted apart. */
export type AttemptKind =
  | "password"
  | "password-reset"
  | "setup-code"
  | "approval-code"
  | "second-factor"
  | "passkey";

export interface Attempt {
  kind: AttemptKind;
  /** Whose: an e-mail address as it was typed, in lower case, or an id. Kept as a keyed hash alone. */
  account: string;
  /** The browser's device cookie, as it came. */
  deviceCookie?: string | null;
}

const hour = 60;
const day = 24 * hour;
/** One account from one block of addresses. */
const pairCurve: DelayCurve = { free: 5, first: 1, most: 300, memoryMinutes: 2 * hour };
/** The same while many blocks guess at the account: each gets one try, then half a minute and more. */
const steepCurve: DelayCurve = { free: 1, first: 30, most: 900, memoryMinutes: 2 * hour };
const steepFrom = 50;
/** One block, whatever accounts it tries. */
const blockCurve: DelayCurve = { free: 30, first: 1, most: 15, memoryMinutes: hour };

/** An attempt that was let through, to clear if it turns out right. */
export interface TakenAttempt {
  readonly account: string;
  readonly pair: string;
  /** Null where the account is at home: then its block is not counted. */
  readonly block: string | null;
}

/**
 * Takes an attempt before its answer is known, and counts it as failed until clearAttempt. Guarantee: of any number at
 * once only as many pass as are free, and no stranger's failures ever take the turn of a person in a browser where they
 * signed in before (rule 16, ASVS 6.3.1). Throws `too_many_attempts`. Call it outside a transaction.
 */
export async function checkAttempt(context: ServiceContext, attempt: Attempt): Promise<TakenAttempt> {
  const { account: email, deviceCookie: cookie } = attempt;
  const device = cookie ? await knownDevice(context, { email, cookie }) : null;
  // A device that used up its turns is a stranger like any other: who copied its cookie keeps nobody waiting.
  const homes = device === null ? [homeOf(context, attempt)] : [device, null];
  const waits: number[] = [];
  for (const home of homes) {
    const keys = keysOf(context, attempt, home);
    const wait = await take(context, keys);
    if (wait === 0) return keys;
    waits.push(wait);
  }
  throw tooMany(Math.min(...waits));
}

async function take({ db }: ServiceContext, keys: TakenAttempt): Promise<number> {
  const blocked = keys.block ? await takeAttempt(db, keys.block, blockCurve) : 0;
  if (blocked > 0) return blocked;
  const failures = await countFailure(db, keys.account, day);
  const curve = keys.block && failures > steepFrom ? steepCurve : pairCurve;
  const wait = await takeAttempt(db, keys.pair, curve);
  if (wait > 0) await uncountFailure(db, widerKeys(keys));
  return wait;
}

/**
 * As checkAttempt, for what anybody may ask about any account: at most `most` a minute are counted, over everybody, so that
 * no flood fills the table. The rest pass uncounted, for a refusal would shut everybody out; bound what they do elsewhere.
 */
export async function checkAttemptWithRoom(
  context: ServiceContext,
  attempt: Attempt,
  most: number,
): Promise<void> {
  refuseWait(await secondsToWait(context.db, blockKey(context, attempt)));
  if (await takeInMinute(context.db, keyed(context, "room", attempt.kind), most)) {
    await checkAttempt(context, attempt);
  }
}

/**
 * Refuses with `too_many_attempts` while a delay from earlier failures lasts; counts nothing. For attempts that a lock
 * counts one by one anyway, where losing a race must not look like guessing: the wrong ones are counted by failAttempt.
 */
export async function requireTurn(context: ServiceContext, attempt: Attempt): Promise<void> {
  refuseWait(await secondsToWait(context.db, keysOf(context, attempt, homeOf(context, attempt)).pair));
}

/** Counts one wrong attempt that requireTurn let through. */
export async function failAttempt(context: ServiceContext, attempt: Attempt): Promise<void> {
  const keys = keysOf(context, attempt, homeOf(context, attempt));
  if (keys.block) await takeAttempt(context.db, keys.block, blockCurve);
  await takeAttempt(context.db, keys.pair, pairCurve);
}

/** The attempt was right: forgets the failures of this account from here, and takes this one back from the wider counts. */
export async function clearAttempt({ db }: ServiceContext, taken: TakenAttempt): Promise<void> {
  await forgetAttempts(db, taken.pair);
  await uncountFailure(db, widerKeys(taken));
}

const widerKeys = ({ account, block }: TakenAttempt) => (block ? [account, block] : [account]);

function keysOf(context: ServiceContext, attempt: Attempt, home: string | null): TakenAttempt {
  const { kind, account } = attempt;
  return {
    account: keyed(context, "account", kind, account),
    pair: keyed(context, "pair", kind, account, home ?? placeOf(context.clientIp).block),
    block: home === null ? blockKey(context, attempt) : null,
  };
}

const blockKey = (context: ServiceContext, { kind }: Attempt) =>
  keyed(context, "block", kind, placeOf(context.clientIp).block);

/** Where no stranger stands: the person's own session. */
function homeOf({ actor }: ServiceContext, { kind, account }: Attempt): string | null {
  // Only who knows the password gets so far: the account is slowed as one, whatever sessions it is tried from.
  if (kind === "second-factor" || kind === "passkey") return account;
  return actor.kind === "user" ? actor.sessionId : null;
}

/** A counter's key, which tells neither address nor account. */
export function keyed({ keys }: ServiceContext, ...parts: string[]): string {
  return keys.macNow("attempt-key", parts).mac.toString("base64url");
}

function refuseWait(seconds: number): void {
  if (seconds > 0) throw tooMany(seconds);
}

function tooMany(seconds: number): DomainError {
  return new DomainError("too_many_attempts", `Too many attempts. Try again in ${spoken(seconds)}.`, {
    retry_after_seconds: seconds,
  });
}

function spoken(seconds: number): string {
  if (seconds < 90) return counted(seconds, "second");
  return `${Math.ceil(seconds / 60)} minutes`;
}
