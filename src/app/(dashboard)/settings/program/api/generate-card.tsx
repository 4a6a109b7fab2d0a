"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { Alert } from "@/components/alert";
import { Button } from "@/components/button";
import { Card, CardFoot, CardHead, CardSection } from "@/components/card";
import { FormDateField, FormScopePicker, FormTextField } from "@/components/form-fields";
import { usePanelFocus } from "@/components/panel-focus";
import { Steps } from "@/components/steps";
import { generateTokenInput, longestPurpose, longestTokenDays } from "@/contracts/access-request";
import type { Scope } from "@/contracts/scopes";
import { trpc } from "@/trpc/client";
import { dayAhead, daysFromNow, endOfDay, expiryDay } from "./expiry";
import { askedPurpose } from "./forms/asked-words";
import type { CopiedRequest } from "./forms/live-form";
import { useKeptForm } from "./forms/use-kept-form";
import { stepsOf } from "./token-steps";

const form = generateTokenInput.extend({
  purpose: askedPurpose,
  expiresAt: expiryDay,
});

interface Values {
  purpose: string;
  scopes: Scope[];
  expiresAt: string;
}

interface GenerateCardProps {
  copied: CopiedRequest | null;
  onGenerated: (tokenId: string) => void;
}

/** Get Data Token: names what a token is for and generates it, inert. */
export function GenerateCard({ copied, onGenerated }: GenerateCardProps) {
  const utils = trpc.useUtils();
  const heading = usePanelFocus();
  const { data: settings } = trpc.securityTokens.settings.useQuery();
  const generate = trpc.securityTokens.generate.useMutation();
  const { control, handleSubmit, watch, formState, forget, leaveGuard } = useKeptForm<Values>({
    name: `generate:${copied?.id ?? ""}`,
    start: {
      purpose: copied?.purpose ?? "",
      scopes: copied?.token.scopes ?? ["customers:read"],
      expiresAt: dayAhead(settings?.defaults.tokenDays ?? 90),
    },
    resolver: zodResolver(form),
  });
  const send = handleSubmit(async ({ expiresAt, ...values }) => {
    const token = await generate.mutateAsync({ ...values, expiresAt: endOfDay(expiresAt) }).catch(() => null);
    if (!token) return;
    forget();
    await utils.securityTokens.invalidate();
    onGenerated(token.id);
  });
  return (
    <Card label="Get Data Token">
      <CardHead
        title="Get Data Token"
        heading={heading}
        note="A token opens nothing until a Security Admin has approved it."
      />
      <CardSection>
        <Steps label="The life of a token" {...stepsOf(null)} />
      </CardSection>
      <form noValidate onSubmit={send}>
        <CardSection className="stack-4">
          <div className="grid gap-4 desk:grid-cols-2">
            <FormTextField
              control={control}
              name="purpose"
              label="What the token is for"
              placeholder="Tills, Quayside stores"
              maxLength={longestPurpose}
            />
            <FormDateField
              control={control}
              name="expiresAt"
              label="Token expires"
              note={daysFromNow(watch("expiresAt") ?? dayAhead(0))}
              min={dayAhead(1)}
              max={dayAhead(longestTokenDays)}
            />
          </div>
          <FormScopePicker control={control} name="scopes" />
          {generate.error ? (
            <Alert tone="refused" live>
              {generate.error.message}
            </Alert>
          ) : null}
        </CardSection>
        <CardFoot className="flex justify-end">
          <Button type="submit" variant="primary" size="lg" pending={formState.isSubmitting}>
            Generate
          </Button>
        </CardFoot>
        {leaveGuard}
      </form>
    </Card>
  );
}
