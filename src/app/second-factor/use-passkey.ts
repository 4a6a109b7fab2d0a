"use client";

import { startAuthentication, startRegistration, WebAuthnError } from "@simplewebauthn/browser";
import { trpc } from "@/trpc/client";

type Answer<Call extends { mutateAsync: (input: never) => Promise<unknown> }> = Parameters<
  Call["mutateAsync"]
>[0];

/** Asks the browser for a passkey: to add one, or to prove one. Both throw an error whose message can be shown. */
export function usePasskey() {
  const beginPasskey = trpc.secondFactor.beginPasskey.useMutation();
  const finishPasskey = trpc.secondFactor.finishPasskey.useMutation();
  const beginProof = trpc.secondFactor.beginProof.useMutation();
  const provePasskey = trpc.secondFactor.provePasskey.useMutation();
  const add = async (name: string) => {
    const optionsJSON = await beginPasskey.mutateAsync();
    const answer = await asked(() => startRegistration({ optionsJSON }));
    return finishPasskey.mutateAsync({ name, answer } as unknown as Answer<typeof finishPasskey>);
  };
  const prove = async () => {
    const optionsJSON = await beginProof.mutateAsync();
    const answer = await asked(() => startAuthentication({ optionsJSON }));
    await provePasskey.mutateAsync({ answer } as unknown as Answer<typeof provePasskey>);
  };
  return { add, prove };
}

/** The browser's own refusals, in words. */
async function asked<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw new Error(sentenceOf(error));
  }
}

function sentenceOf(error: unknown): string {
  if (error instanceof WebAuthnError && error.code === "ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED") {
    return "This authenticator is registered already. Use another one.";
  }
  if (error instanceof Error && error.name === "NotAllowedError") {
    return "The browser asked and got no answer. Try again, and confirm on your device.";
  }
  return "This browser could not use a passkey here. Use an authenticator app instead.";
}
