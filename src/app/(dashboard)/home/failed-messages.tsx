"use client";

import { Alert } from "@/components/alert";
import { Button } from "@/components/button";
import { counted } from "@/contracts/words";
import { trpc } from "@/trpc/client";
import { fallbackInterval } from "@/trpc/live/fallback-interval";

/** E-mails that could not be sent lately, to whoever can send them again; nothing where there are none. */
export function FailedMessages() {
  const { data } = trpc.messages.failed.useQuery(undefined, { refetchInterval: fallbackInterval });
  if (!data?.failed) return null;
  return (
    <Alert
      tone="refused"
      title={`${counted(data.failed, "e-mail")} could not be sent`}
      action={
        <Button size="sm" href="/messages?state=failed">
          See why
        </Button>
      }
    >
      Somebody may be waiting. See why, and send again.
    </Alert>
  );
}
