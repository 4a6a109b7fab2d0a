"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import Link from "next/link";
import { useForm } from "react-hook-form";
import { Alert } from "@/components/alert";
import { Button } from "@/components/button";
import { FormPasswordField, FormTextField } from "@/components/form-fields";
import { signInSchema } from "@/contracts/people";
import { AuthFrame } from "../auth-frame";
import { useSignIn } from "./use-sign-in";

interface SignInFormProps {
  path: string;
  programName: string;
  firstError: string | null;
}

export function SignInForm({ path, programName, firstError }: SignInFormProps) {
  const { start, pending, error } = useSignIn(path, firstError);
  const { control, handleSubmit } = useForm({
    resolver: zodResolver(signInSchema),
    defaultValues: { email: "", password: "" },
  });
  return (
    <AuthFrame
      title="Sign in to Countersign"
      lead={`${programName}, customer data`}
      foot="An invitation is the only way to get an account. Ask an Administrator of your program."
    >
      <form
        noValidate
        aria-label="Sign in"
        className="stack-4"
        onSubmit={handleSubmit((values) => start("password", values))}
      >
        {error ? (
          <Alert tone="refused" live>
            {error}
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
        <FormPasswordField
          control={control}
          name="password"
          label="Password"
          autoComplete="current-password"
          large
          aside={
            <Link className="link text-12" href="/forgotten-password">
              Forgotten?
            </Link>
          }
        />
        <Button type="submit" variant="primary" size="lg" block pending={pending}>
          Sign in
        </Button>
      </form>
    </AuthFrame>
  );
}
