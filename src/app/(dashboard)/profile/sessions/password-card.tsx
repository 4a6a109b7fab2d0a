"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { Button } from "@/components/button";
import { Card, CardHead, CardSection } from "@/components/card";
import { FieldMessage } from "@/components/field-message";
import { FormNewPasswordField, FormPasswordField } from "@/components/form-fields";
import { notify } from "@/components/toast";
import { changePasswordSchema } from "@/contracts/people";
import { trpc } from "@/trpc/client";
import { reasonOf } from "../../use-fresh-proof";

/** Changes one's own password; every other session ends with it. */
export function PasswordCard() {
  const utils = trpc.useUtils();
  const change = trpc.account.changePassword.useMutation();
  const [refusal, setRefusal] = useState<string | null>(null);
  const { control, handleSubmit, reset, setError } = useForm({
    resolver: zodResolver(changePasswordSchema),
    defaultValues: { current: "", next: "" },
  });
  const save = handleSubmit(async (values) => {
    setRefusal(null);
    try {
      await change.mutateAsync(values);
    } catch (error) {
      const message = error instanceof Error ? error.message : "That did not work. Try again.";
      if (reasonOf(error) === "proof_wrong") setError("current", { message }, { shouldFocus: true });
      else setRefusal(message);
      return;
    }
    reset();
    notify.done("Your password is changed");
    await utils.sessions.invalidate();
  });
  return (
    <Card label="Password">
      <CardHead title="Password" note="Your other sessions end with a change." />
      <CardSection>
        <form noValidate onSubmit={save} className="stack-4 max-w-[360px]">
          <FormPasswordField
            control={control}
            name="current"
            label="Password now"
            autoComplete="current-password"
          />
          <FormNewPasswordField control={control} name="next" label="New password" />
          {refusal ? <FieldMessage live>{refusal}</FieldMessage> : null}
          <div>
            <Button type="submit" pending={change.isPending}>
              Change password
            </Button>
          </div>
        </form>
      </CardSection>
    </Card>
  );
}
