"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMemo } from "react";
import { useWatch } from "react-hook-form";
import { textsOf } from "@/components/address-entries";
import { Alert } from "@/components/alert";
import { Button } from "@/components/button";
import { FormDateField, FormScopePicker, FormTextField } from "@/components/form-fields";
import { longestPurpose, longestTokenDays } from "@/contracts/access-request";
import { networkReader } from "@/contracts/network-list";
import { trpc } from "@/trpc/client";
import { dayAhead, daysFromNow } from "./expiry";
import { FaultCount } from "./forms/fault-count";
import { FormFrame } from "./forms/form-frame";
import { draftName, type LiveFormProps } from "./forms/live-form";
import { NetworksField } from "./forms/networks-field";
import { ReasonField } from "./forms/reason-field";
import { useAsk } from "./forms/use-ask";
import { useKeptForm } from "./forms/use-kept-form";
import { SubmitLimits, submitSigned } from "./submit-side";
import { type SubmitValues, startValues, submission, submitForm } from "./submit-values";

/** Submit Token: the addresses and the reason, beside what the approver will sign. */
export function SubmitForm(props: LiveFormProps) {
  const { detail, settings, copied } = props;
  const { token, lastRequest } = detail;
  const read = useMemo(() => networkReader(settings), [settings]);
  const submit = trpc.securityTokens.submit.useMutation();
  const ask = useAsk(token.reference);
  const form = useKeptForm<SubmitValues>({
    name: draftName("new_token", props),
    start: startValues(props),
    resolver: zodResolver(submitForm(read)),
  });
  const { control, formState } = form;
  const values = useWatch({ control }) as SubmitValues;
  const list = read(textsOf(values.networks));
  const send = form.handleSubmit(async (typed) => {
    const input = { ...submission(token.id, typed, read), copiedFrom: copied?.id, askId: props.ask?.id };
    if (!(await ask("Approval of", () => submit.mutateAsync(input)))) return;
    form.forget();
    props.onDone();
  });
  return (
    <FormFrame
      label="Submit Token"
      onSubmit={send}
      signed={submitSigned({ values, list, reference: token.reference, settings })}
      beside={<SubmitLimits control={control} defaults={settings.defaults} />}
      approvers={settings.approvers}
      error={submit.error?.message}
      unsent={formState.isSubmitted && !formState.isValid}
      leaveGuard={form.leaveGuard}
      buttons={
        <>
          <Button type="submit" variant="primary" size="lg" block pending={formState.isSubmitting}>
            Submit Token
          </Button>
          <FaultCount list={list} />
        </>
      }
    >
      {token.state === "rejected" && lastRequest?.decisionNote ? (
        <Alert tone="refused" title={`Rejected by ${lastRequest.deciderName}`}>
          “{lastRequest.decisionNote}” Change what is asked, then submit anew.
        </Alert>
      ) : null}
      <div className="grid gap-4 desk:grid-cols-2">
        <FormTextField
          control={control}
          name="purpose"
          label="What the token is for"
          maxLength={longestPurpose}
        />
        <FormDateField
          control={control}
          name="expiresAt"
          label="Token expires"
          note={values.expiresAt ? daysFromNow(values.expiresAt) : undefined}
          min={dayAhead(1)}
          max={dayAhead(longestTokenDays)}
        />
      </div>
      <FormScopePicker control={control} name="scopes" />
      <NetworksField
        control={control}
        name="networks"
        read={read}
        settings={settings}
        tokenDay={values.expiresAt ?? dayAhead(longestTokenDays)}
      />
      <ReasonField control={control} name="reason" />
    </FormFrame>
  );
}
