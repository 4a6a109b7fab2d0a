"use client";

import { Play } from "lucide-react";
import { useRef, useState } from "react";
import { Alert } from "@/components/alert";
import { Button } from "@/components/button";
import { CodeBlock } from "@/components/code-block";
import { Kbd } from "@/components/kbd";
import { Mono } from "@/components/mono";
import { PasswordField } from "@/components/password-field";
import { StateIcon } from "@/components/state-icon";
import { TextField } from "@/components/text-field";
import { usePrimaryKey } from "../../requests/[requestId]/use-primary-key";
import { AnswerBlock } from "./answer-block";
import { pathOf } from "./call";
import { columns } from "./columns";
import { type Operation, useLibrary } from "./library-context";
import { samplesOf } from "./samples";
import { useCall } from "./use-call";

const faults = {
  secret: "Paste a security token's secret. It begins with cs_live_.",
  customerId: "Enter a customer's id. It begins with cus_.",
};

/** A form that calls the real public endpoint from this browser. */
export function TryIt({ operation }: { operation: Operation }) {
  const { address, baseUrl, seesRecords, secret, setSecret } = useLibrary();
  const [values, setValues] = useState({ customerId: "", fields: "" });
  const [asked, setAsked] = useState(false);
  const secretField = useRef<HTMLInputElement>(null);
  const customerField = useRef<HTMLInputElement>(null);
  const { pending, answer, failure, send } = useCall();

  const takes = (name: string) => operation.parameters.some((one) => one.name === name);
  const path = pathOf(operation.path, { ...values, customerId: values.customerId.trim() });
  const missing = {
    secret: secret.trim() === "",
    customerId: takes("customerId") && values.customerId.trim() === "",
  };
  const submit = () => {
    setAsked(true);
    if (missing.secret) return secretField.current?.focus();
    if (missing.customerId) return customerField.current?.focus();
    void send(path, secret.trim());
  };
  usePrimaryKey(submit);
  return (
    <aside aria-label="Try it" className={columns.trial}>
      <TryHead address={address} />
      <form
        noValidate
        autoComplete="off"
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <PasswordField
          ref={secretField}
          label="Secret"
          noun="secret"
          mono
          autoComplete="off"
          value={secret}
          onChange={setSecret}
          error={asked && missing.secret && faults.secret}
          hint="Kept in this page's memory alone, and gone when you leave it."
        />
        {takes("customerId") ? (
          <TextField
            ref={customerField}
            label="customerId"
            mono
            autoComplete="off"
            placeholder="cus_…"
            maxLength={80}
            value={values.customerId}
            onChange={(customerId) => setValues({ ...values, customerId })}
            error={asked && missing.customerId && faults.customerId}
          />
        ) : null}
        {takes("fields") ? (
          <TextField
            label="fields"
            aside="optional"
            mono
            autoComplete="off"
            placeholder="all that the token was granted"
            maxLength={1000}
            value={values.fields}
            onChange={(fields) => setValues({ ...values, fields })}
          />
        ) : null}
        <Button type="submit" variant="primary" block pending={pending} icon={<Play />}>
          Send request <Kbd onAccent>⌘↵</Kbd>
        </Button>
      </form>
      {failure ? (
        <Alert tone="refused" live>
          {failure}
        </Alert>
      ) : null}
      {answer ? <AnswerBlock answer={answer} seesRecords={seesRecords} /> : null}
      <CodeBlock label="The same call elsewhere" samples={samplesOf(`${baseUrl}${path}`)} />
    </aside>
  );
}

function TryHead({ address }: { address: string }) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
      <h2>Try it</h2>
      <span className="flex items-center gap-[5px] text-12 text-text-2">
        <StateIcon state="live" className="size-3.5 text-live" />
        <span>
          Calls leave from <Mono>{address}</Mono>
        </span>
      </span>
    </div>
  );
}
