"use client";

import { useState } from "react";
import { type Control, useFormState } from "react-hook-form";
import { FormTextField } from "@/components/form-fields";
import { shortDate } from "@/components/format-time";
import type { KeyValueItem } from "@/components/key-value";
import { Mono } from "@/components/mono";
import { usePanelFocus } from "@/components/panel-focus";
import { describeSize } from "@/contracts/network";
import type { NetworkList } from "@/contracts/network-list";
import { scopes, scopeWords } from "@/contracts/scopes";
import { counted } from "@/contracts/words";
import type { RouterOutputs } from "@/trpc/client";
import { endOfDay } from "./expiry";
import { limitWords } from "./forms/live-signed";
import { SideSection } from "./signed-summary";
import type { SubmitValues } from "./submit-values";

type Settings = RouterOutputs["securityTokens"]["settings"];

interface Signed {
  values: SubmitValues;
  list: NetworkList;
  reference: string;
  settings: Settings;
}

/** A new token's whole set as it will be signed. */
export function submitSigned({ values, list, reference, settings }: Signed): KeyValueItem[] {
  const { networks } = list;
  const size = networks.reduce((sum, network) => sum + network.size, 0n);
  const days = settings.defaults.requestDays;
  return [
    { name: "Token", value: <Mono>{reference}</Mono> },
    { name: "Scopes", value: scopeSummary(values) },
    {
      name: "Networks",
      value: networks.length === 0 ? "None yet" : `${networks.length}, covering ${describeSize(size)}`,
    },
    { name: "Limits", value: limitWords(values.ratePerMinute, values.dailyLimit, values.distinctCeiling) },
    { name: "Expires", value: values.expiresAt ? shortDate(endOfDay(values.expiresAt)) : "Not chosen" },
    { name: "Request", value: `Lapses ${counted(days, "day")} after you submit` },
  ];
}

function scopeSummary(values: SubmitValues): string {
  const fields = values.scopes
    .filter((scope) => scope.startsWith("fields:"))
    .map((scope) => scopeWords[scope].sentence);
  return [`${values.scopes.length} of ${scopes.length}`, ...fields].join(", ");
}

interface SubmitLimitsProps {
  control: Control<SubmitValues>;
  defaults: Settings["defaults"];
}

/** The limits of a new token, which are signed with it; they start from Program Settings. */
export function SubmitLimits({ control, defaults }: SubmitLimitsProps) {
  const [changing, setChanging] = useState(false);
  const { errors } = useFormState({ control });
  if (!changing && !errors.ratePerMinute && !errors.dailyLimit && !errors.distinctCeiling) {
    return (
      <SideSection>
        <button type="button" onClick={() => setChanging(true)} className="link justify-self-start text-13">
          Change limits
        </button>
      </SideSection>
    );
  }
  return <LimitFields control={control} defaults={defaults} />;
}

function LimitFields({ control, defaults }: SubmitLimitsProps) {
  const heading = usePanelFocus();
  return (
    <SideSection title="Limits" heading={heading}>
      <FormTextField
        control={control}
        name="ratePerMinute"
        label="Reads a minute"
        inputMode="numeric"
        maxLength={6}
      />
      <FormTextField
        control={control}
        name="dailyLimit"
        label="Customers a day"
        inputMode="numeric"
        maxLength={9}
      />
      <FormTextField
        control={control}
        name="distinctCeiling"
        label="Suspend above different customers a day"
        inputMode="numeric"
        maxLength={8}
        hint="Empty: never suspended by itself."
      />
      <p className="text-12 text-text-3">
        Signed with the token; changing them later is a request. Usual here:{" "}
        {limitWords(
          String(defaults.ratePerMinute),
          String(defaults.dailyLimit),
          String(defaults.distinctCeiling),
        )}
        .
      </p>
    </SideSection>
  );
}
