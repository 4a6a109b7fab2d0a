"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useWatch } from "react-hook-form";
import { z } from "zod";
import { trpc } from "@/trpc/client";
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
  reason: string;
}

const check = z.object({ ...overlapFields, reason: askedReason }).superRefine((values, issues) => {
  const message = overlapFault(values);
  if (message) issues.addIssue({ code: "custom", path: ["overlap"], message });
});

/** Rotate secret: another secret, and how long the old one goes on beside it. */
export function RotateForm(props: LiveFormProps) {
  const { detail, settings, copied, onDone } = props;
  const rotate = trpc.securityTokens.rotate.useMutation();
  const ask = useAsk(detail.token.reference);
  const form = useKeptForm<Values>({
    name: draftName("rotation", props),
    start: {
      ...(copied ? overlapOf(copied.token.overlapSeconds) : startOverlap),
      reason: copied?.reason ?? "",
    },
    resolver: zodResolver(check),
  });
  const { control } = form;
  const values = useWatch({ control }) as Values;
  const send = form.handleSubmit(async ({ reason, ...overlap }) => {
    const input = {
      tokenId: detail.token.id,
      reason,
      overlapSeconds: overlapSeconds(overlap) ?? 0,
      copiedFrom: copied?.id,
    };
    if (!(await ask("Another secret for", () => rotate.mutateAsync(input)))) return;
    form.forget();
    onDone();
  });
  return (
    <LiveFormFrame
      kind="rotation"
      lead="Asks for another secret. Nothing ends with the approval: you display the new secret, and from then on the old one goes on for as long as is signed here."
      signed={liveSigned(
        "rotation",
        detail,
        { overlap: overlapSeconds(values) },
        settings.defaults.requestDays,
      )}
      settings={settings}
      form={form}
      onSubmit={send}
      onDone={onDone}
      error={rotate.error?.message}
    >
      <OverlapField control={control} />
      <ReasonField control={control} name="reason" />
    </LiveFormFrame>
  );
}
