"use client";

import { type ReactNode, useState } from "react";
import { type Control, useWatch } from "react-hook-form";
import { FormTextField } from "@/components/form-fields";
import { shortDate } from "@/components/format-time";
import { Mono } from "@/components/mono";
import { describeSize, type NetworkLimits, parseNetworkList } from "@/contracts/network";
import { scopes, scopeWords } from "@/contracts/scopes";
import type { RouterOutputs } from "@/trpc/client";
import { endOfDay } from "./expiry";
import { SideSection, SignedSummary, WhoWillBeAsked } from "./signed-summary";
import type { SubmitValues } from "./submit-values";

interface SubmitSideProps {
  control: Control<SubmitValues>;
  reference: string;
  settings: RouterOutputs["securityTokens"]["settings"];
  limits: NetworkLimits;
  children: ReactNode;
}

/** The right column: word for word what will be signed, who will be asked, and the button. */
export function SubmitSide({ control, reference, settings, limits, children }: SubmitSideProps) {
  const values = useWatch({ control }) as SubmitValues;
  const [changing, setChanging] = useState(false);
  const { networks } = parseNetworkList(values.networks.join(","), limits);
  const size = networks.reduce((sum, network) => sum + network.size, 0n);
  const days = settings.defaults.requestDays;
  return (
    <aside className="border-line bg-surface-2 max-wide:border-t wide:rounded-br-xl wide:border-l">
      <SignedSummary
        title="What will be signed"
        items={[
          { name: "Token", value: <Mono>{reference}</Mono> },
          { name: "Scopes", value: scopeSummary(values) },
          {
            name: "Networks",
            value: networks.length === 0 ? "None yet" : `${networks.length}, covering ${describeSize(size)}`,
          },
          {
            name: "Limits",
            value: <Limits values={values} changing={changing} onChange={() => setChanging(true)} />,
          },
          { name: "Expires", value: values.expiresAt ? shortDate(endOfDay(values.expiresAt)) : "Not chosen" },
          { name: "Request", value: `Lapses ${days} ${days === 1 ? "day" : "days"} after you submit` },
        ]}
      />
      {changing ? (
        <SideSection title="Limits">
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
        </SideSection>
      ) : null}
      <WhoWillBeAsked people={settings.approvers} />
      <SideSection>{children}</SideSection>
    </aside>
  );
}

function scopeSummary(values: SubmitValues): string {
  const fields = values.scopes
    .filter((scope) => scope.startsWith("fields:"))
    .map((scope) => scopeWords[scope].sentence);
  return [`${values.scopes.length} of ${scopes.length}`, ...fields].join(", ");
}

function Limits({
  values,
  changing,
  onChange,
}: {
  values: SubmitValues;
  changing: boolean;
  onChange: () => void;
}) {
  const number = (text: string) => (/^\d+$/.test(text) ? Number(text).toLocaleString("en") : "…");
  return (
    <>
      {number(values.ratePerMinute)} reads a minute,
      <br />
      {number(values.dailyLimit)} customers a day
      {changing ? null : (
        <button type="button" onClick={onChange} className="link block text-12">
          Change limits
        </button>
      )}
    </>
  );
}
