"use client";

import { Fingerprint, Smartphone } from "lucide-react";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/button";
import { Mono } from "@/components/mono";
import { TextField } from "@/components/text-field";
import { appCodeSchema, factorNameSchema, longestFactorName } from "@/contracts/second-factor";
import { type RouterOutputs, trpc } from "@/trpc/client";
import { QrPicture } from "./qr-picture";
import { usePasskey } from "./use-passkey";

type Begun = RouterOutputs["secondFactor"]["beginApp"];

interface AddFactorProps {
  /** With new recovery codes where this was the first factor. */
  onAdded: (recoveryCodes: string[] | null) => void;
  /** Runs an action that may ask for a fresh proof first. */
  run?: <T>(action: () => Promise<T>) => Promise<T>;
  /** Where it can be left without one. */
  onCancel?: () => void;
}

/** Adds a passkey or an authenticator app, under a name to tell it by. */
export function AddFactor({ onAdded, run = (action) => action(), onCancel }: AddFactorProps) {
  const passkey = usePasskey();
  const begin = trpc.secondFactor.beginApp.useMutation();
  const [name, setName] = useState("");
  const [begun, setBegun] = useState<Begun | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [pending, setPending] = useState<"passkey" | "app" | null>(null);

  const start = async (kind: "passkey" | "app", fallback: string, work: (named: string) => Promise<void>) => {
    const named = factorNameSchema.safeParse(name.trim() === "" ? fallback : name);
    if (!named.success) return setError(named.error.issues[0]?.message ?? null);
    setPending(kind);
    setError(null);
    try {
      await run(() => work(named.data));
    } catch (failure) {
      setError(failure instanceof Error ? failure.message : "That did not work. Try again.");
    }
    setPending(null);
  };
  if (begun) return <ConfirmApp begun={begun} onAdded={onAdded} onBack={() => setBegun(null)} />;
  return (
    <div className="stack-4">
      <TextField
        label="Name"
        placeholder="Security key, phone …"
        hint="So that you can tell it from another one."
        maxLength={longestFactorName}
        value={name}
        onChange={setName}
        error={error}
      />
      <p className="text-13 text-text-2">
        A passkey is your device’s own lock, or a security key; a forged page cannot use it. An authenticator
        app shows six digits that change every half minute.
      </p>
      <div className="grid gap-2">
        <Button
          variant="primary"
          size="lg"
          block
          icon={<Fingerprint />}
          pending={pending === "passkey"}
          disabled={pending === "app"}
          onPress={() =>
            start("passkey", "Passkey", async (named) => onAdded((await passkey.add(named)).recoveryCodes))
          }
        >
          Add a passkey
        </Button>
        <Button
          size="lg"
          block
          icon={<Smartphone />}
          pending={pending === "app"}
          disabled={pending === "passkey"}
          onPress={() =>
            start("app", "Authenticator app", async (named) =>
              setBegun(await begin.mutateAsync({ name: named })),
            )
          }
        >
          Use an authenticator app
        </Button>
        {onCancel ? (
          <Button variant="quiet" size="lg" block disabled={pending !== null} onPress={onCancel}>
            Cancel
          </Button>
        ) : null}
      </div>
    </div>
  );
}

function ConfirmApp({
  begun,
  onAdded,
  onBack,
}: {
  begun: Begun;
  onAdded: AddFactorProps["onAdded"];
  onBack: () => void;
}) {
  const confirm = trpc.secondFactor.confirmApp.useMutation();
  const [code, setCode] = useState("");
  const [error, setError] = useState<string | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const read = appCodeSchema.safeParse(code);
    if (!read.success) return setError(read.error.issues[0]?.message ?? null);
    setError(null);
    try {
      const { recoveryCodes } = await confirm.mutateAsync({ factorId: begun.factorId, code: read.data });
      onAdded(recoveryCodes);
    } catch (failure) {
      setError(failure instanceof Error ? failure.message : "That did not work. Try again.");
    }
  };
  return (
    <form noValidate onSubmit={submit} className="stack-4" aria-label="Authenticator app">
      <p className="text-13 text-text-2">
        Scan this with your authenticator app, then enter the six digits that it shows.
      </p>
      <QrPicture text={begun.uri} label="QR code for the authenticator app" />
      <p className="text-12 text-text-2">
        Or type this in:{" "}
        <Mono copy={begun.secret} copyName="the app's key">
          {(begun.secret.match(/.{1,4}/g) ?? []).join(" ")}
        </Mono>
      </p>
      <TextField
        label="Code"
        inputMode="numeric"
        autoComplete="one-time-code"
        mono
        large
        autoFocus
        value={code}
        onChange={setCode}
        error={error}
      />
      <div className="flex gap-2">
        <Button type="submit" variant="primary" pending={confirm.isPending}>
          Confirm
        </Button>
        <Button variant="quiet" onPress={onBack}>
          Back
        </Button>
      </div>
    </form>
  );
}
