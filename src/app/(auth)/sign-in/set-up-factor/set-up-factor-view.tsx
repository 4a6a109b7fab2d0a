"use client";

import { useState } from "react";
import { AddFactor } from "@/app/second-factor/add-factor";
import { RecoveryCodes } from "@/app/second-factor/recovery-codes";
import { AuthFrame } from "../../auth-frame";
import { AnotherPerson } from "../another-person";

/** The first second factor of somebody who owes one: without it nothing else opens. */
export function SetUpFactorView({ path }: { path: string }) {
  const [codes, setCodes] = useState<string[] | null>(null);
  const goOn = () => window.location.assign(path);
  if (codes) {
    return (
      <AuthFrame title="Recovery codes" wide>
        <RecoveryCodes codes={codes} onSaved={goOn} />
      </AuthFrame>
    );
  }
  return (
    <AuthFrame
      title="Set up a second factor"
      lead="A password alone is not enough where customers' data is guarded."
      wide
    >
      <AddFactor onAdded={(made) => (made ? setCodes(made) : goOn())} />
      <AnotherPerson />
    </AuthFrame>
  );
}
