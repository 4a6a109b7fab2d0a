"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useWatch } from "react-hook-form";
import { z } from "zod";
import { FormDateField } from "@/components/form-fields";
import { shortDate } from "@/components/format-time";
import { longestTokenDays } from "@/contracts/access-request";
import { trpc } from "@/trpc/client";
import { dayAhead, daysFromNow, endOfDay, expiryDay, isoDay } from "../expiry";
import { askedReason } from "./asked-words";
import { draftName, type LiveFormProps } from "./live-form";
import { LiveFormFrame } from "./live-form-frame";
import { liveSigned } from "./live-signed";
import {
  type OverlapValues,
  overlapFault,
  overlapFields,
  overlapOf,
  overlapSeconds,
  startOverlap,
} from "./overlap";
import { OverlapField } from "./overlap-field";
import { ReasonField } from "./reason-field";
import { useAsk } from "./use-ask";
import { useKeptForm } from "./use-kept-form";

interface Values extends OverlapValues {
  /** ISO day. */
  expiresAt: string;
  reason: string;
}

const checkAfter = (now: Date) =>
  z
    .object({
      ...overlapFields,
      expiresAt: expiryDay.refine(
        (day) => endOfDay(day) > now,
        `Choose a day after ${shortDate(now)}, on which the token expires now.`,
      ),
      reason: askedReason,
    })
    .superRefine((values, issues) => {
      const message = overlapFault(values);
      if (message) issues.addIssue({ code: "custom", path: ["overlap"], message });
    });

function startDay({ detail, settings, copied }: LiveFormProps): string {
  const usual = dayAhead(settings.defaults.tokenDays);
  const asked = copied ? isoDay(copied.token.tokenExpiresAt) : usual;
  return endOfDay(asked) > detail.token.expiresAt ? asked : dayAhead(longestTokenDays);
}

/** Renew: a later end, and with it another secret. */
export function RenewForm(props: LiveFormProps) {
  const { detail, settings, copied, onDone } = props;
  const { token } = detail;
  const renew = trpc.securityTokens.renew.useMutation();
  const ask = useAsk(token.reference);
  const form = useKeptForm<Values>({
    name: draftName("renewal", props),
    start: {
      ...(copied ? overlapOf(copied.token.overlapSeconds) : startOverlap),
      expiresAt: startDay(props),
      reason: copied?.reason ?? "",
    },
    resolver: zodResolver(checkAfter(token.expiresAt)),
  });
  const { control } = form;
  const values = useWatch({ control }) as Values;
  const send = form.handleSubmit(async ({ reason, expiresAt, ...overlap }) => {
    const input = {
      tokenId: token.id,
      reason,
      expiresAt: endOfDay(expiresAt),
      overlapSeconds: overlapSeconds(overlap) ?? 0,
      copiedFrom: copied?.id,
    };
    if (!(await ask("A later end of", () => renew.mutateAsync(input)))) return;
    form.forget();
    onDone();
  });
  const asked = {
    expiresAt: values.expiresAt ? endOfDay(values.expiresAt) : null,
    overlap: overlapSeconds(values),
  };
  return (
    <LiveFormFrame
      kind="renewal"
      lead="Asks for a later end and another secret. The later end holds from the approval on; addresses that live as long as the token follow it. You display the new secret then."
      signed={liveSigned("renewal", detail, asked, settings.defaults.requestDays)}
      settings={settings}
      form={form}
      onSubmit={send}
      onDone={onDone}
      error={renew.error?.message}
    >
      <FormDateField
        control={control}
        name="expiresAt"
        label="Token expires"
        aside={`now ${shortDate(token.expiresAt)}`}
        note={values.expiresAt ? daysFromNow(values.expiresAt) : undefined}
        min={isoDay(token.expiresAt)}
        max={dayAhead(longestTokenDays)}
      />
      <OverlapField control={control} />
      <ReasonField control={control} name="reason" />
    </LiveFormFrame>
  );
}
