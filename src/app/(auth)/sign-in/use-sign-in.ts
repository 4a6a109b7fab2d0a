"use client";

import { signIn } from "next-auth/react";
import { useEffect, useState } from "react";
import { putCodeBy } from "@/components/request/code-fragment";
import { signInSentence } from "./sign-in-error";

/** Signs in and goes where the person wanted to; an approval code of the e-mail's link waits in this tab alone. */
export function useSignIn(path: string, firstError: string | null = null) {
  const [pending, setPending] = useState(false);
  const [error, setError] = useState(firstError ? signInSentence(firstError) : null);
  useEffect(() => putCodeBy(path.split("?")[0] ?? path), [path]);

  const start = async (provider: "password" | "demonstration", credentials: Record<string, string>) => {
    setPending(true);
    setError(null);
    const answer = await signIn(provider, { ...credentials, redirect: false }).catch(() => null);
    if (answer?.ok && !answer.error) {
      window.location.assign(path);
      return;
    }
    setPending(false);
    setError(signInSentence(answer?.error ?? "unknown"));
  };
  return { start, pending, error };
}
