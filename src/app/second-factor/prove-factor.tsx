"use client";

import { Fingerprint } from "lucide-react";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/button";
import { FieldMessage } from "@/components/field-message";
import { TextField } from "@/components/text-field";
import { appCodeSchema, type FactorList, recoveryCodeSchema } from "@/contracts/second-factor";
import { trpc } from "@/trpc/client";
import { usePasskey } from "./use-passkey";

interface ProveFactorProps {
  factors: FactorList;
  onProved: () => void;
}

/** Proves one of the person's second factors: a passkey first, else the app's code; a recovery code where both are lost. */
export function ProveFactor({ factors, onProved }: ProveFactorProps) {
  const kinds = new Set(factors.factors.map(({ kind }) => kind));
  const [recovering, setRecovering] = useState(false);
  if (recovering) return <RecoveryForm onProved={onProved} onBack={() => setRecovering(false)} />;
  return (
    <div className="stack-4">
      {kinds.has("passkey") ? <PasskeyButton onProved={onProved} /> : null}
      {kinds.has("totp") ? <AppForm primary={!kinds.has("passkey")} onProved={onProved} /> : null}
      {factors.recoveryCodesLeft > 0 ? (
        <Button variant="quiet" onPress={() => setRecovering(true)}>
          Use a recovery code
        </Button>
      ) : null}
    </div>
  );
}

/** Runs one try: pending while it lasts, and what it was refused with. */
function useTry(onProved: () => void) {
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const attempt = async (prove: () => Promise<unknown>) => {
    setPending(true);
    setError(null);
    try {
      await prove();
      onProved();
    } catch (failure) {
      setError(failure instanceof Error ? failure.message : "That did not work. Try again.");
      setPending(false);
    }
  };
  return { pending, error, attempt, setError };
}

function PasskeyButton({ onProved }: { onProved: () => void }) {
  const { prove } = usePasskey();
  const { pending, error, attempt } = useTry(onProved);
  return (
    <div className="stack-2">
      <Button
        variant="primary"
        size="lg"
        block
        icon={<Fingerprint />}
        pending={pending}
        onPress={() => attempt(prove)}
      >
        Use passkey
      </Button>
      {error ? <FieldMessage live>{error}</FieldMessage> : null}
    </div>
  );
}

function AppForm({ primary, onProved }: { primary: boolean; onProved: () => void }) {
  const { mutateAsync } = trpc.secondFactor.proveApp.useMutation();
  const { pending, error, attempt, setError } = useTry(onProved);
  const [code, setCode] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const read = appCodeSchema.safeParse(code);
    if (!read.success) return setError(read.error.issues[0]?.message ?? null);
    void attempt(() => mutateAsync({ code: read.data }));
  };
  return (
    <form noValidate onSubmit={submit} className="stack-4" aria-label="Code of the authenticator app">
      <TextField
        label="Code of your authenticator app"
        inputMode="numeric"
        autoComplete="one-time-code"
        mono
        large
        autoFocus={primary}
        value={code}
        onChange={setCode}
        error={error}
      />
      <Button type="submit" variant={primary ? "primary" : "secondary"} size="lg" block pending={pending}>
        Continue
      </Button>
    </form>
  );
}

function RecoveryForm({ onProved, onBack }: { onProved: () => void; onBack: () => void }) {
  const { mutateAsync } = trpc.secondFactor.proveRecoveryCode.useMutation();
  const { pending, error, attempt, setError } = useTry(onProved);
  const [code, setCode] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const read = recoveryCodeSchema.safeParse(code);
    if (!read.success) return setError(read.error.issues[0]?.message ?? null);
    void attempt(() => mutateAsync({ code: read.data }));
  };
  return (
    <form noValidate onSubmit={submit} className="stack-4" aria-label="Recovery code">
      <TextField
        label="Recovery code"
        hint="One of the ten that you saved. It works once."
        autoComplete="off"
        mono
        large
        autoFocus
        value={code}
        onChange={setCode}
        error={error}
      />
      <Button type="submit" variant="primary" size="lg" block pending={pending}>
        Continue
      </Button>
      <Button variant="quiet" onPress={onBack}>
        Use my second factor
      </Button>
    </form>
  );
}
