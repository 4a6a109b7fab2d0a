"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMemo } from "react";
import { type Control, useForm, useWatch } from "react-hook-form";
import { Alert } from "@/components/alert";
import { Button } from "@/components/button";
import { CardSection } from "@/components/card";
import { FieldMessage } from "@/components/field-message";
import {
  FormAddressInput,
  FormDateField,
  FormScopePicker,
  FormTextArea,
  FormTextField,
} from "@/components/form-fields";
import { Skeleton } from "@/components/skeleton";
import { notify } from "@/components/toast";
import { longestTokenDays } from "@/contracts/access-request";
import { type NetworkLimits, parseNetworkList } from "@/contracts/network";
import { type RouterOutputs, trpc } from "@/trpc/client";
import { dayAhead, daysFromNow } from "./expiry";
import { SubmitSide } from "./submit-side";
import { type SubmitValues, startValues, submission, submitForm } from "./submit-values";
import type { TokenDetail } from "./token-steps";
import { UseMyAddress } from "./use-my-address";

type Settings = RouterOutputs["securityTokens"]["settings"];

/** Submit Token: the addresses and the reason, beside what the approver will sign. */
export function SubmitForm({ detail }: { detail: TokenDetail }) {
  const { data: settings } = trpc.securityTokens.settings.useQuery();
  if (!settings) return <Skeleton className="h-80" />;
  return <ReadyForm detail={detail} settings={settings} />;
}

function ReadyForm({ detail, settings }: { detail: TokenDetail; settings: Settings }) {
  const utils = trpc.useUtils();
  const limits = useMemo<NetworkLimits>(
    () => ({ ...settings, unrequestable: settings.unrequestable }),
    [settings],
  );
  const submit = trpc.securityTokens.submit.useMutation();
  const { control, handleSubmit, formState } = useForm<SubmitValues>({
    resolver: zodResolver(submitForm(limits)),
    defaultValues: startValues(detail),
  });
  const { token } = detail;
  const send = handleSubmit(async (values) => {
    const sent = await submit.mutateAsync(submission(token.id, values, limits)).catch(() => null);
    if (!sent) return;
    notify.done(`${token.reference} was submitted`, {
      detail: `${sent.asked.join(", ")} can decide it now.`,
    });
    await Promise.all([utils.securityTokens.invalidate(), utils.shell.status.invalidate()]);
  });
  return (
    <form
      noValidate
      onSubmit={send}
      className="grid border-line border-t wide:grid-cols-[minmax(0,1fr)_304px]"
    >
      <div className="min-w-0">
        <CardSection className="stack-4">
          {token.state === "rejected" && token.decisionNote ? (
            <Alert tone="refused" title={`Rejected by ${token.deciderName}`}>
              “{token.decisionNote}” Change what is asked, then submit anew.
            </Alert>
          ) : null}
          <Fields control={control} settings={settings} limits={limits} />
        </CardSection>
      </div>
      <SubmitSide control={control} reference={token.reference} settings={settings} limits={limits}>
        <Button type="submit" variant="primary" size="lg" block pending={formState.isSubmitting}>
          Submit Token
        </Button>
        <FaultCount control={control} limits={limits} />
        {submit.error ? <FieldMessage live>{submit.error.message}</FieldMessage> : null}
        {formState.isSubmitted && !formState.isValid && !submit.error ? (
          <p className="text-center text-12 text-text-3">Nothing was sent yet.</p>
        ) : null}
      </SubmitSide>
    </form>
  );
}

interface FieldsProps {
  control: Control<SubmitValues>;
  settings: Settings;
  limits: NetworkLimits;
}

function Fields({ control, settings, limits }: FieldsProps) {
  const expiresAt = useWatch({ control, name: "expiresAt" });
  const widest = `Widest range allowed here: /${settings.widestIpv4} and /${settings.widestIpv6}.`;
  return (
    <>
      <div className="grid gap-4 desk:grid-cols-2">
        <FormTextField control={control} name="purpose" label="What the token is for" maxLength={120} />
        <FormDateField
          control={control}
          name="expiresAt"
          label="Token expires"
          note={expiresAt ? daysFromNow(expiresAt) : undefined}
          min={dayAhead(1)}
          max={dayAhead(longestTokenDays)}
        />
      </div>
      <FormScopePicker control={control} name="scopes" />
      <FormAddressInput
        control={control}
        name="networks"
        limits={limits}
        hint={widest}
        aside={<UseMyAddress control={control} addresses={settings.myAddresses} />}
      />
      <FormTextArea
        control={control}
        name="reason"
        label="Reason"
        aside="the Security Admin reads this first"
        maxLength={1000}
      />
    </>
  );
}

function FaultCount({ control, limits }: Pick<FieldsProps, "control" | "limits">) {
  const entries = useWatch({ control, name: "networks" });
  const faults = parseNetworkList(entries.join(","), limits).entries.filter(
    (entry) => !entry.result.ok,
  ).length;
  if (faults === 0) return null;
  return (
    <FieldMessage>
      {faults === 1 ? "1 address needs fixing first" : `${faults} addresses need fixing first`}
    </FieldMessage>
  );
}
