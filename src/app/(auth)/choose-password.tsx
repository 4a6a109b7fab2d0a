"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { type ReactNode, useEffect } from "react";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { Alert } from "@/components/alert";
import { Button } from "@/components/button";
import { FormNewPasswordField, FormPasswordField } from "@/components/form-fields";
import { Skeleton } from "@/components/skeleton";
import { newPasswordSchema } from "@/contracts/password";
import { trpc } from "@/trpc/client";
import { AuthFrame } from "./auth-frame";
import { useLinkToken } from "./use-link-token";

interface ChoosePasswordProps {
  purpose: "invitation" | "password_reset";
  title: (name: string) => string;
  lead: ReactNode;
  submitLabel: string;
  done: ReactNode;
  /** What to do about a link that is used, expired or wrong. */
  refusedFoot?: ReactNode;
}

const form = z
  .object({ password: newPasswordSchema, again: z.string() })
  .refine(({ password, again }) => password === again, { path: ["again"], message: "The two do not match." });

/** The page behind a link by e-mail on which a person chooses a password; opening it changes nothing. */
export function ChoosePassword(props: ChoosePasswordProps) {
  const token = useLinkToken();
  const invitation = props.purpose === "invitation";
  const previewInvitation = trpc.account.previewInvitation.useMutation();
  const previewReset = trpc.account.previewPasswordReset.useMutation();
  const accept = trpc.account.acceptInvitation.useMutation();
  const reset = trpc.account.resetPassword.useMutation();
  const preview = invitation ? previewInvitation : previewReset;
  const send = invitation ? accept : reset;
  const { mutate: look } = preview;
  useEffect(() => {
    if (token) look({ token });
  }, [token, look]);

  if (token === "" || preview.error) {
    const why =
      preview.error?.message ??
      "The address of this page is not complete. Open the link in your e-mail again.";
    return (
      <AuthFrame title="This link does not work" foot={props.refusedFoot}>
        <Alert tone="refused">{why}</Alert>
        {invitation ? null : (
          <Button variant="primary" size="lg" block href="/forgotten-password">
            Ask for a new link
          </Button>
        )}
        <Button variant={invitation ? "primary" : "secondary"} size="lg" block href="/sign-in">
          Go to sign-in
        </Button>
      </AuthFrame>
    );
  }
  if (send.isSuccess) {
    return (
      <AuthFrame title="Your password is set">
        <Alert tone="live" live>
          {props.done}
        </Alert>
        <Button variant="primary" size="lg" block href="/sign-in">
          Sign in
        </Button>
      </AuthFrame>
    );
  }
  if (!preview.data || !token) {
    return (
      <AuthFrame title="One moment">
        <Skeleton className="h-40" />
      </AuthFrame>
    );
  }
  return (
    <AuthFrame title={props.title(preview.data.name)} lead={props.lead}>
      <PasswordForm
        email={preview.data.email}
        label={props.submitLabel}
        error={send.error?.message ?? null}
        pending={send.isPending}
        onSubmit={(password) => send.mutate({ token, password })}
      />
    </AuthFrame>
  );
}

interface PasswordFormProps {
  email: string;
  label: string;
  error: string | null;
  pending: boolean;
  onSubmit: (password: string) => void;
}

function PasswordForm({ email, label, error, pending, onSubmit }: PasswordFormProps) {
  const { control, handleSubmit } = useForm({
    resolver: zodResolver(form),
    defaultValues: { password: "", again: "" },
  });
  return (
    <form noValidate className="stack-4" onSubmit={handleSubmit(({ password }) => onSubmit(password))}>
      {error ? (
        <Alert tone="refused" live>
          {error}
        </Alert>
      ) : null}
      <input type="hidden" autoComplete="username" value={email} readOnly />
      <FormNewPasswordField control={control} name="password" label="New password" large autoFocus />
      <FormPasswordField control={control} name="again" label="Once more" autoComplete="new-password" large />
      <Button type="submit" variant="primary" size="lg" block pending={pending}>
        {label}
      </Button>
    </form>
  );
}
