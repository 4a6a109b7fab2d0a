"use client";

import { Card, CardHead, CardSection } from "@/components/card";
import { KeyValue } from "@/components/key-value";
import { trpc } from "@/trpc/client";
import { fallbackInterval } from "@/trpc/live/fallback-interval";
import { EmailForm } from "./email-form";
import { OpenEmailChange } from "./open-email-change";

/** One's address: codes and links go there. A change of it, or the change that is under way. */
export function EmailCard({ email }: { email: string }) {
  const { data } = trpc.account.emailChange.useQuery(undefined, { refetchInterval: fallbackInterval });
  return (
    <Card label="E-mail address">
      <CardHead title="E-mail address" note="You sign in with it, and codes and links go to it." />
      <CardSection className="stack-4">
        <KeyValue items={[{ name: "Address", value: email }]} />
        {data?.open ? <OpenEmailChange change={data.open} needsApproval={data.needsApproval} /> : null}
        {data && !data.open?.requestId ? (
          <EmailForm needsApproval={data.needsApproval} replaces={data.open !== null} />
        ) : null}
      </CardSection>
    </Card>
  );
}
