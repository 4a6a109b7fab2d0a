import "server-only";
import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from "@simplewebauthn/server";
import { z } from "zod";
import type { passkeyAnswerSchema } from "../../../contracts/second-factor";
import { databaseNow } from "../../db/queries/clock";
import {
  countPasskeyUse,
  factorsOf,
  insertFactor,
  keepChallenge,
  type SecondFactorRow,
  takeChallenge,
} from "../../db/queries/second-factors";
import type { SessionCookie } from "../../db/queries/sessions";
import type { PersonContext } from "../context";
import { DomainError } from "../errors";
import { programSettings } from "../program/program-settings";
import { transact } from "../transact";
import { type AddedFactor, addFactor, requireMayAdd } from "./add-factor";
import { provingFactor } from "./proving-factor";

const challengeMinutes = 5;
const known = z.array(z.enum(["ble", "cable", "hybrid", "internal", "nfc", "smart-card", "usb"])).catch([]);

/** Who a passkey is for: the host of APP_URL alone, never a header's. */
const relyingParty = ({ settings }: PersonContext) => ({
  id: settings.appUrl.hostname,
  origin: settings.appUrl.origin,
});

/** What the browser needs to make a passkey; its challenge is good once, for 5 minutes, in this session. */
export async function beginPasskey(context: PersonContext) {
  await requireMayAdd(context);
  const { actor, db } = context;
  const { name: rpName } = await programSettings(context);
  const there = await passkeysOf(context);
  const options = await generateRegistrationOptions({
    rpName: `Countersign, ${rpName}`,
    rpID: relyingParty(context).id,
    userName: actor.email,
    userDisplayName: actor.name,
    userID: new TextEncoder().encode(actor.userId),
    attestationType: "none",
    excludeCredentials: there.map(({ credentialId, transports }) => ({
      id: credentialId ?? "",
      transports: known.parse(transports ?? []),
    })),
    authenticatorSelection: { residentKey: "preferred", userVerification: "required" },
  });
  await keepChallenge(
    db,
    { sessionId: actor.sessionId, purpose: "register", challenge: options.challenge },
    challengeMinutes,
  );
  return options;
}

/** Adds the passkey that answered this session's challenge, with the user verified (WebAuthn 3, 7.1). Throws factor_wrong. */
export async function finishPasskey(
  context: PersonContext,
  input: { answer: z.output<typeof passkeyAnswerSchema>; name: string },
): Promise<AddedFactor> {
  const challenge = await requireChallenge(context, "register");
  const { id: expectedRPID, origin: expectedOrigin } = relyingParty(context);
  const verified = await verifyRegistrationResponse({
    response: input.answer as unknown as RegistrationResponseJSON,
    expectedChallenge: challenge,
    expectedOrigin,
    expectedRPID,
  }).catch(() => null);
  if (!verified?.verified) throw notAccepted();
  const { credential, userVerified } = verified.registrationInfo;
  if (!userVerified) throw notAccepted();
  const { actor } = context;
  return transact(context, (inside) =>
    addFactor(inside, { kind: "passkey", name: input.name }, async ({ db }) => {
      const id = await insertFactor(db, {
        userId: actor.userId,
        kind: "passkey",
        name: input.name,
        confirmedAt: await databaseNow(db),
        credentialId: credential.id,
        publicKey: Buffer.from(credential.publicKey),
        counter: credential.counter,
        transports: credential.transports ?? null,
      });
      if (!id) throw new DomainError("conflict", "This passkey is registered already.");
      return id;
    }),
  );
}

/** What the browser needs to prove one of the person's passkeys. */
export async function beginPasskeyProof(context: PersonContext) {
  const { actor, db } = context;
  const there = await passkeysOf(context);
  if (there.length === 0)
    throw new DomainError("conflict", "You have no passkey here. Use your other factor.");
  const options = await generateAuthenticationOptions({
    rpID: relyingParty(context).id,
    userVerification: "required",
    allowCredentials: there.map(({ credentialId, transports }) => ({
      id: credentialId ?? "",
      transports: known.parse(transports ?? []),
    })),
  });
  await keepChallenge(
    db,
    { sessionId: actor.sessionId, purpose: "prove", challenge: options.challenge },
    challengeMinutes,
  );
  return options;
}

/** Proves the session with a passkey of the person's own (WebAuthn 3, 7.2). Throws factor_wrong, too_many_attempts. */
export async function provePasskey(
  context: PersonContext,
  input: { answer: z.output<typeof passkeyAnswerSchema> },
): Promise<SessionCookie> {
  const challenge = await requireChallenge(context, "prove");
  return provingFactor(context, "passkey", async (inside) => {
    const passkey = (await passkeysOf(inside)).find((one) => one.credentialId === input.answer.id);
    const counter = passkey && (await counterOf(inside, passkey, challenge, input.answer));
    return (
      counter !== undefined && counter !== null && countPasskeyUse(inside.db, passkey?.id ?? "", counter)
    );
  });
}

async function counterOf(
  context: PersonContext,
  passkey: SecondFactorRow,
  expectedChallenge: string,
  answer: z.output<typeof passkeyAnswerSchema>,
): Promise<number | null> {
  const { id: expectedRPID, origin: expectedOrigin } = relyingParty(context);
  const verified = await verifyAuthenticationResponse({
    response: answer as unknown as AuthenticationResponseJSON,
    expectedChallenge,
    expectedOrigin,
    expectedRPID,
    requireUserVerification: true,
    credential: {
      id: passkey.credentialId ?? "",
      publicKey: new Uint8Array(passkey.publicKey ?? []),
      counter: passkey.counter ?? 0,
    },
  }).catch(() => null);
  return verified?.verified ? verified.authenticationInfo.newCounter : null;
}

async function passkeysOf({ db, actor }: PersonContext): Promise<SecondFactorRow[]> {
  return (await factorsOf(db, actor.userId)).filter((one) => one.kind === "passkey");
}

async function requireChallenge(context: PersonContext, purpose: "register" | "prove"): Promise<string> {
  const challenge = await takeChallenge(context.db, context.actor.sessionId, purpose);
  if (!challenge) throw new DomainError("factor_wrong", "That took too long. Try again.");
  return challenge;
}

const notAccepted = () =>
  new DomainError("factor_wrong", "The passkey was not accepted. Try again, or use another one.");
