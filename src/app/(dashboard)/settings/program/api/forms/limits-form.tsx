"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useWatch } from "react-hook-form";
import { z } from "zod";
import { FormTextField } from "@/components/form-fields";
import { trpc } from "@/trpc/client";
import { askedReason } from "./asked-words";
import { ceilingOf, wholeLimits } from "./limit-fields";
import { draftName, type LiveFormProps } from "./live-form";
import { LiveFormFrame } from "./live-form-frame";
import { liveSigned } from "./live-signed";
import { ReasonField } from "./reason-field";
import { useAsk } from "./use-ask";
import { useKeptForm } from "./use-kept-form";

interface Values {
  ratePerMinute: string;
  dailyLimit: string;
  distinctCeiling: string;
  reason: string;
}

const checkAgainst = (now: { ratePerMinute: number; dailyLimit: number; distinctCeiling: number | null }) =>
  z
    .object({ ...wholeLimits, reason: askedReason })
    .refine(
      (asked) =>
        Number(asked.ratePerMinute) !== now.ratePerMinute ||
        Number(asked.dailyLimit) !== now.dailyLimit ||
        ceilingOf(asked.distinctCeiling) !== now.distinctCeiling,
      { path: ["ratePerMinute"], message: "These are the token's limits already. Change one of them." },
    );

/** "4 times as many as now", where it is raised. */
function raisedBy(asked: string, now: number): string {
  const times = Number(asked) / now;
  if (!Number.isFinite(times) || times === 1 || times === 0) return `now ${now.toLocaleString("en")}`;
  const rounded = times >= 10 ? Math.round(times) : Math.round(times * 10) / 10;
  return `now ${now.toLocaleString("en")}; this is ${rounded.toLocaleString("en")} times as many`;
}

const ceilingHint = (now: number | null) =>
  `now ${now === null ? "none" : now.toLocaleString("en")}; empty: never suspended by itself`;

/** Change limits, up or down: reads a minute, customers a UTC day, and how many different ones suspend it. */
export function LimitsForm(props: LiveFormProps) {
  const { detail, settings, copied, onDone } = props;
  const { token } = detail;
  const changeLimits = trpc.securityTokens.changeLimits.useMutation();
  const ask = useAsk(token.reference);
  const form = useKeptForm<Values>({
    name: draftName("limits", props),
    start: {
      ratePerMinute: String(copied?.token.ratePerMinute ?? token.ratePerMinute),
      dailyLimit: String(copied?.token.dailyLimit ?? token.dailyLimit),
      distinctCeiling: String((copied ? copied.token.distinctCeiling : token.distinctCeiling) ?? ""),
      reason: copied?.reason ?? "",
    },
    resolver: zodResolver(checkAgainst(token)),
  });
  const { control } = form;
  const values = useWatch({ control }) as Values;
  const send = form.handleSubmit(async ({ ratePerMinute, dailyLimit, distinctCeiling, reason }) => {
    const limits = {
      ratePerMinute: Number(ratePerMinute),
      dailyLimit: Number(dailyLimit),
      distinctCeiling: ceilingOf(distinctCeiling),
    };
    const input = { tokenId: token.id, reason, ...limits, copiedFrom: copied?.id };
    if (!(await ask("Other limits for", () => changeLimits.mutateAsync(input)))) return;
    form.forget();
    onDone();
  });
  return (
    <LiveFormFrame
      kind="limits"
      lead="Asks for other limits, higher or lower. They are signed, and hold from the approval on; the secret and the addresses stay as they are."
      signed={liveSigned("limits", detail, values, settings.defaults.requestDays)}
      settings={settings}
      form={form}
      onSubmit={send}
      onDone={onDone}
      error={changeLimits.error?.message}
    >
      <div className="grid gap-4 desk:grid-cols-2">
        <FormTextField
          control={control}
          name="ratePerMinute"
          label="Reads a minute"
          inputMode="numeric"
          maxLength={6}
          hint={raisedBy(values.ratePerMinute, token.ratePerMinute)}
        />
        <FormTextField
          control={control}
          name="dailyLimit"
          label="Customers a day"
          inputMode="numeric"
          maxLength={9}
          hint={raisedBy(values.dailyLimit, token.dailyLimit)}
        />
        <FormTextField
          control={control}
          name="distinctCeiling"
          label="Suspend above different customers a day"
          inputMode="numeric"
          maxLength={8}
          hint={ceilingHint(token.distinctCeiling)}
        />
      </div>
      <ReasonField control={control} name="reason" />
    </LiveFormFrame>
  );
}
