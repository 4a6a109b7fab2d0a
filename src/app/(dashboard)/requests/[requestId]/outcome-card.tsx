import type { ReactNode } from "react";
import { Alert, type AlertTone } from "@/components/alert";
import { Button } from "@/components/button";
import { Card, CardSection } from "@/components/card";
import { cx } from "@/components/cx";
import { exactTime } from "@/components/format-time";
import { Mono } from "@/components/mono";
import type { RequestDetail } from "./request-detail";

type Closed = Exclude<RequestDetail["state"], "pending">;

const tones: Record<Closed, AlertTone> = {
  approved: "live",
  rejected: "refused",
  withdrawn: "neutral",
  expired: "neutral",
  voided: "neutral",
};

/** What came of the request, instead of the answer. */
export function OutcomeCard({ request, fresh }: { request: RequestDetail; fresh: boolean }) {
  if (request.state === "pending") return null;
  const { decision, mine, token } = request;
  return (
    <Card label="The decision" className={cx(fresh && "fresh")}>
      <CardSection className="stack-3">
        <div role="status">
          <Alert tone={tones[request.state]} title={titleOf(request, request.state)}>
            <OutcomeTime request={request} />
          </Alert>
        </div>
        {decision?.note ? (
          <p className="text-13 wrap-anywhere whitespace-pre-line">“{decision.note}”</p>
        ) : null}
        {mine && token ? (
          <Button block href={`/settings/program/api?token=${token.id}`}>
            Open in API Settings
          </Button>
        ) : null}
      </CardSection>
    </Card>
  );
}

function titleOf({ decision, requester, mine }: RequestDetail, state: Closed): string {
  const decider = decision?.byMe ? "you" : (decision?.byName ?? "a Security Admin");
  switch (state) {
    case "approved":
      return `Approved by ${decider}`;
    case "rejected":
      return `Rejected by ${decider}`;
    case "withdrawn":
      return `Withdrawn by ${mine ? "you" : requester.name}`;
    case "expired":
      return "Expired without a decision";
    default:
      return `Voided: ${requester.name} no longer may ask for tokens`;
  }
}

function OutcomeTime({ request }: { request: RequestDetail }): ReactNode {
  const { decision, expiresAt, state } = request;
  const at = state === "expired" ? expiresAt : (decision?.at ?? expiresAt);
  return (
    <span className="text-text-2">
      <time dateTime={at.toISOString()} suppressHydrationWarning>
        {exactTime(at)}
      </time>
      {decision?.from && state !== "expired" ? (
        <>
          , from <Mono>{decision.from}</Mono>
        </>
      ) : null}
    </span>
  );
}
