"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { type Control, useForm } from "react-hook-form";
import { Alert } from "@/components/alert";
import { Button } from "@/components/button";
import { FormNewPasswordField, FormSelectField, FormTextField } from "@/components/form-fields";
import { type CompleteSetupInput, completeSetupSchema } from "@/contracts/people";
import { trpc } from "@/trpc/client";
import { AuthFrame } from "../auth-frame";

const timeZones = () => ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")];
const options = timeZones().map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }));

/** The first two people of a new installation: an Administrator, and the Security Admin who is invited by e-mail. */
export function SetupForm() {
  const complete = trpc.setup.complete.useMutation();
  const { control, handleSubmit } = useForm<CompleteSetupInput>({
    resolver: zodResolver(completeSetupSchema) as never,
    defaultValues: {
      code: "",
      programName: "",
      timeZone: "UTC",
      name: "",
      email: "",
      password: "",
      firstSecurityAdmin: { name: "", email: "" },
    },
  });
  if (complete.data) {
    return (
      <AuthFrame title="Countersign is set up" wide>
        <Alert tone="live" live>
          You are the Administrator, {complete.data.email}. The first Security Admin has an invitation in
          their mailbox.
        </Alert>
        <Button variant="primary" size="lg" block href="/sign-in">
          Sign in
        </Button>
      </AuthFrame>
    );
  }
  return (
    <AuthFrame
      wide
      title="Set up Countersign"
      lead="Two people begin: you as Administrator, and a first Security Admin with a mailbox of their own."
    >
      <form noValidate className="grid gap-6" onSubmit={handleSubmit((values) => complete.mutate(values))}>
        {complete.error ? (
          <Alert tone="refused" live>
            {complete.error.message}
          </Alert>
        ) : null}
        <Fields control={control} />
        <Button type="submit" variant="primary" size="lg" block pending={complete.isPending}>
          Set up
        </Button>
      </form>
    </AuthFrame>
  );
}

function Fields({ control }: { control: Control<CompleteSetupInput> }) {
  return (
    <>
      <fieldset className="stack-4">
        <legend className="mb-3 font-semibold text-15">This installation</legend>
        <FormTextField
          control={control}
          name="code"
          label="Set-up code"
          hint="It stands in the file that the start of the server named; whoever can read that file may set up."
          autoComplete="off"
          mono
          autoFocus
        />
        <FormTextField control={control} name="programName" label="Name of the loyalty program" />
        <FormSelectField control={control} name="timeZone" label="Time zone" options={options} />
      </fieldset>
      <fieldset className="stack-4">
        <legend className="mb-3 font-semibold text-15">You, the Administrator</legend>
        <FormTextField control={control} name="name" label="Your name" autoComplete="name" />
        <FormTextField
          control={control}
          name="email"
          type="email"
          label="Your e-mail"
          autoComplete="username"
        />
        <FormNewPasswordField control={control} name="password" label="Your password" />
      </fieldset>
      <fieldset className="stack-4">
        <legend className="mb-3 font-semibold text-15">The first Security Admin</legend>
        <FormTextField
          control={control}
          name="firstSecurityAdmin.name"
          label="Their name"
          autoComplete="off"
        />
        <FormTextField
          control={control}
          name="firstSecurityAdmin.email"
          type="email"
          label="Their e-mail"
          hint="They get an invitation. Approval codes will go to this mailbox and to nobody else."
          autoComplete="off"
        />
      </fieldset>
    </>
  );
}
