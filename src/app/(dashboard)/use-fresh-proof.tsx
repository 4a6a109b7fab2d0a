"use client";

import { TRPCClientError } from "@trpc/client";
import { type ReactNode, useRef, useState } from "react";
import { trpc } from "@/trpc/client";
import { ProofDialog } from "./proof-dialog";
import { refusalOf } from "./refusal";

interface FreshProof {
  /** Runs the action; where the server asks for a fresh proof, asks for the second factor, or the password where there is none, and runs it again. */
  run: <T>(action: () => Promise<T>) => Promise<T>;
  dialog: ReactNode;
}

/** Rejected when the person closes the dialog: nothing was done, and nothing needs saying. */
export class ProofCancelled extends Error {}

export function reasonOf(error: unknown): string | null {
  return error instanceof TRPCClientError
    ? ((error.data as { reason?: string } | null)?.reason ?? null)
    : null;
}

/** Deciding and displaying need a proof of the last 5 minutes; this asks for it only when it is missing. */
export function useFreshProof(purpose: string): FreshProof {
  const prove = trpc.account.prove.useMutation();
  const [open, setOpen] = useState(false);
  const settle = useRef<{ proved: () => void; cancelled: () => void } | null>(null);

  const ask = () =>
    new Promise<void>((resolve, reject) => {
      settle.current = { proved: resolve, cancelled: () => reject(new ProofCancelled()) };
      setOpen(true);
    });
  const run: FreshProof["run"] = async (action) => {
    try {
      return await action();
    } catch (error) {
      if (reasonOf(error) !== "proof_required") throw error;
      await ask();
      return action();
    }
  };
  const submit = async (password: string) => {
    const refused = await refusalOf(() => prove.mutateAsync({ password }));
    if (refused === null) proved();
    return refused;
  };
  const proved = () => {
    settle.current?.proved();
    settle.current = null;
    setOpen(false);
  };
  const change = (next: boolean) => {
    setOpen(next);
    if (!next) settle.current?.cancelled();
    if (!next) settle.current = null;
  };
  return {
    run,
    dialog: (
      <ProofDialog
        open={open}
        onOpenChange={change}
        purpose={purpose}
        onProved={proved}
        onPassword={submit}
      />
    ),
  };
}
