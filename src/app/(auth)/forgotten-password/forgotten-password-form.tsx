"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import Link from "next/link";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { Alert } from "@/components/alert";
import { Button } from "@/components/button";
import { FormTextField } from "@/components/form-fields";
import { emailSchema } from "@/contracts/people";
import { trpc } from "@/trpc/client";
import { AuthFrame } from "../auth-frame";

/** Sends a link to choose a new password; says the same whether or not the account exists. */
export function ForgottenPasswordForm() {
  const request = trpc.account.requestPasswordReset.useMutation();
  const { control, handleSubmit } = useForm({
    resolver: zodResolver(z.object({ email: emailSchema })),
    defaultValues: { email: "" },
  });
  const back = (
    <Link className="link" href="/sign-in">
      Back to sign-in
    </Link>
  );
  if (request.isSuccess) {
    return (
      <AuthFrame title="Look in your mailbox" foot={back}>
        <Alert tone="mail">
          If there is an active account with that address, a link to choose a new password is on its way. It
          works once.
        </Alert>
      </AuthFrame>
    );
  }
  return (
    <AuthFrame title="Forgotten password" lead="We send a link to your mailbox. It works once." foot={back}>
      <form noValidate className="stack-4" onSubmit={handleSubmit((values) => request.mutate(values))}>
        {request.error ? (
          <Alert tone="refused" live>
            {request.error.message}
          </Alert>
        ) : null}
        <FormTextField
          control={control}
          name="email"
          type="email"
          label="E-mail"
          autoComplete="username"
          large
          autoFocus
        />
        <Button type="submit" variant="primary" size="lg" block pending={request.isPending}>
          Send the link
        </Button>
      </form>
    </AuthFrame>
  );
}
