"use client";

import { ProveFactor } from "@/app/second-factor/prove-factor";
import { trpc } from "@/trpc/client";
import { AuthFrame } from "../../auth-frame";
import { AnotherPerson } from "../another-person";

/** The second step of signing in. */
export function SecondFactorView({ path }: { path: string }) {
  const { data } = trpc.secondFactor.list.useQuery();
  return (
    <AuthFrame
      title="Second factor"
      lead="Your password was right. Now prove that it is you."
      foot="Lost every factor and every recovery code? An Administrator of your program can reset them."
    >
      {data ? <ProveFactor factors={data} onProved={() => window.location.assign(path)} /> : null}
      <AnotherPerson />
    </AuthFrame>
  );
}
