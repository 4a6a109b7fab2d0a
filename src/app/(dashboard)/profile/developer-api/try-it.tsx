"use client";

import { Play } from "lucide-react";
import { useRef, useState } from "react";
import { Alert } from "@/components/alert";
import { Button } from "@/components/button";
import { CodeBlock } from "@/components/code-block";
import { Mono } from "@/components/mono";
import { PasswordField } from "@/components/password-field";
import { PrimaryKey } from "@/components/primary-key";
import { StateIcon } from "@/components/state-icon";
import { usePrimaryKey } from "../../requests/[requestId]/use-primary-key";
import { AnswerBlock } from "./answer-block";
import { callOf, namesIn } from "./call";
import { columns } from "./columns";
import { type Operation, useLibrary } from "./library-context";
import { ParameterFields } from "./parameter-fields";
import { samplesOf } from "./samples";
import { useCall } from "./use-call";

const noSecret = "Paste a security token's secret. It begins with cs_live_.";

/** What stands under the field that the call cannot do without. */
const faultOf = (name: string) =>
  name === "customerId" ? "Enter a customer's id. It begins with cus_." : `Enter the ${name} to look up.`;

/** A form that calls the real public endpoint from this browser. */
export function TryIt({ operation }: { operation: Operation }) {
  const { address, baseUrl, seesRecords, secret, setSecret } = useLibrary();
  const identifiers = namesIn(operation, "body");
  const [values, setValues] = useState<Record<string, string>>({});
  const [by, setBy] = useState(identifiers[0] ?? "");
  const [asked, setAsked] = useState(false);
  const secretField = useRef<HTMLInputElement>(null);
  const firstField = useRef<HTMLInputElement>(null);
  const { pending, answer, failure, send } = useCall();

  const call = callOf(operation, values, by);
  const needed = namesIn(operation, "path")[0] ?? identifiers.find((name) => name === by);
  const missing = {
    secret: secret.trim() === "",
    needed: needed !== undefined && (values[needed] ?? "").trim() === "",
  };
  const submit = () => {
    setAsked(true);
    if (missing.secret) return secretField.current?.focus();
    if (missing.needed) return firstField.current?.focus();
    void send(call, secret.trim());
  };
  const goOn = (cursor: string) => {
    setValues({ ...values, cursor });
    void send(callOf(operation, { ...values, cursor }, by), secret.trim());
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
          error={asked && missing.secret && noSecret}
          hint="Kept in this page's memory alone, and gone when you leave it."
        />
        <ParameterFields
          operation={operation}
          values={values}
          onChange={(name, value) => setValues({ ...values, [name]: value })}
          by={by}
          onBy={setBy}
          first={firstField}
          fault={asked && missing.needed && faultOf(needed ?? "")}
        />
        <Button type="submit" variant="primary" block pending={pending} icon={<Play />}>
          Send request <PrimaryKey onAccent />
        </Button>
      </form>
      {failure ? (
        <Alert tone="refused" live>
          {failure}
        </Alert>
      ) : null}
      {answer ? (
        <AnswerBlock answer={answer} seesRecords={seesRecords} onNext={pending ? undefined : goOn} />
      ) : null}
      <CodeBlock label="The same call elsewhere" samples={samplesOf(call, baseUrl)} />
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
