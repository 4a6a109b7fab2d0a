"use client";

import { useState } from "react";
import { AddFactor } from "@/app/second-factor/add-factor";
import { RecoveryCodes } from "@/app/second-factor/recovery-codes";
import { AuthFrame } from "../../auth-frame";
import { AnotherPerson } from "../another-person";

/** The first second factor of somebody who decides about access: without it nothing else opens. */
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
      lead="You decide about access to customers' data, so a password alone is not enough."
      wide
    >
      <AddFactor onAdded={(made) => (made ? setCodes(made) : goOn())} />
      <AnotherPerson />
    </AuthFrame>
  );
}
