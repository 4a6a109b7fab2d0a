"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { z } from "zod";
import { trpc } from "@/trpc/client";
import { askedReason } from "./asked-words";
import { draftName, type LiveFormProps } from "./live-form";
import { LiveFormFrame } from "./live-form-frame";
import { liveSigned } from "./live-signed";
import { ReasonField } from "./reason-field";
import { useAsk } from "./use-ask";
import { useKeptForm } from "./use-kept-form";

interface Values {
  reason: string;
}

const check = z.object({ reason: askedReason });

/** Ask to lift a suspension: why it read so much, and why it may go on. */
export function LiftForm(props: LiveFormProps) {
  const { detail, settings, copied, onDone } = props;
  const { token } = detail;
  const lift = trpc.securityTokens.lift.useMutation();
  const ask = useAsk(token.reference);
  const form = useKeptForm<Values>({
    name: draftName("lift", props),
    start: { reason: copied?.reason ?? "" },
    resolver: zodResolver(check),
  });
  const send = form.handleSubmit(async ({ reason }) => {
    const input = { tokenId: token.id, reason, copiedFrom: copied?.id };
    if (!(await ask("A lift of the suspension for", () => lift.mutateAsync(input)))) return;
    form.forget();
    onDone();
  });
  return (
    <LiveFormFrame
      kind="lift_suspension"
      lead="Asks another person to let this token read again. Its different customers are then counted anew against the same ceiling; for another ceiling, ask for other limits afterwards."
      signed={liveSigned("lift_suspension", detail, {}, settings.defaults.requestDays)}
      settings={settings}
      form={form}
      onSubmit={send}
      onDone={onDone}
      error={lift.error?.message}
    >
      <ReasonField control={form.control} name="reason" />
    </LiveFormFrame>
  );
}
