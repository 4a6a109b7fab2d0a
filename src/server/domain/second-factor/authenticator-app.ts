import "server-only";
import { randomBytes } from "node:crypto";
import { Secret, TOTP } from "otpauth";
import { databaseNow } from "../../db/queries/clock";
import {
  factorsOf,
  insertFactor,
  lockFactor,
  removeUnconfirmed,
  type SecondFactorRow,
  spendStep,
} from "../../db/queries/second-factors";
import type { SessionCookie } from "../../db/queries/sessions";
import type { PersonContext } from "../context";
import { DomainError } from "../errors";
import { programSettings } from "../program/program-settings";
import { transact } from "../transact";
import { type AddedFactor, addFactor, requireMayAdd } from "./add-factor";
import { provingFactor } from "./proving-factor";

const period = 30;
/** RFC 6238, 5.2: steps of drift to either side. */
const drift = 1;

export interface BegunApp {
  factorId: string;
  /** Base 32, for typing in. */
  secret: string;
  /** otpauth://…, for the picture. */
  uri: string;
}

/** Makes a secret for an authenticator app; it counts from its first right code on. Kept encrypted, bound to its person. */
export async function beginApp(context: PersonContext, input: { name: string }): Promise<BegunApp> {
  return transact(context, async (inside) => {
    await requireMayAdd(inside);
    const { actor, db, keys } = inside;
    const { name: program } = await programSettings(inside);
    await removeUnconfirmed(db, actor.userId);
    const raw = randomBytes(20);
    const { keyId, box: sealedSecret } = keys.seal(raw, secretBoundTo(actor.userId));
    const factorId = await insertFactor(db, {
      userId: actor.userId,
      kind: "totp",
      name: input.name,
      sealedSecret,
      keyId,
    });
    if (!factorId) throw new Error("The app's secret was not stored.");
    const secret = new Secret({ buffer: new Uint8Array(raw).buffer });
    const totp = new TOTP({
      issuer: `Countersign ${program}`,
      label: actor.email,
      secret,
      period,
      digits: 6,
    });
    return { factorId, secret: secret.base32, uri: totp.toString() };
  });
}

/** Confirms an app with a code that it shows. Throws factor_wrong. */
export async function confirmApp(
  context: PersonContext,
  input: { factorId: string; code: string },
): Promise<AddedFactor> {
  return transact(context, async (inside) => {
    const factor = await lockFactor(inside.db, inside.actor.userId, input.factorId);
    if (factor?.kind !== "totp" || factor.confirmedAt)
      throw new DomainError("not_found", "Begin again: this code was given up.");
    return addFactor(inside, factor, async () => {
      if (!(await takeCode(inside, factor, input.code))) {
        throw new DomainError(
          "factor_wrong",
          "That is not what the app shows now. Check its clock and try the next code.",
        );
      }
      return factor.id;
    });
  });
}

/** Proves the session with a code of one of the person's apps; each code is taken once. Throws factor_wrong, too_many_attempts. */
export function proveApp(context: PersonContext, input: { code: string }): Promise<SessionCookie> {
  return provingFactor(context, "totp", async (inside) => {
    const apps = (await factorsOf(inside.db, inside.actor.userId)).filter((one) => one.kind === "totp");
    for (const app of apps) if (await takeCode(inside, app, input.code)) return true;
    return false;
  });
}

async function takeCode(
  { db, keys }: PersonContext,
  factor: SecondFactorRow,
  code: string,
): Promise<boolean> {
  const { userId, sealedSecret, keyId } = factor;
  const raw = sealedSecret && keyId ? keys.open(keyId, sealedSecret, secretBoundTo(userId)) : null;
  if (!raw) {
    throw new DomainError(
      "factor_wrong",
      "The key behind this app has been retired. Prove yourself another way, or have your second factors reset.",
    );
  }
  const totp = new TOTP({ secret: new Secret({ buffer: new Uint8Array(raw).buffer }), period, digits: 6 });
  const step = Math.floor((await databaseNow(db)).getTime() / 1000 / period);
  // The library compares in constant time.
  const off = totp.validate({ token: code, timestamp: step * period * 1000, window: drift });
  return off !== null && spendStep(db, factor.id, step + off);
}

/** Whose an app's secret is; enters its encryption. */
export const secretBoundTo = (userId: string) => `totp/${userId}`;
