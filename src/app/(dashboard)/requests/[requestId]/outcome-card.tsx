import Link from "next/link";
import type { ReactNode } from "react";
import { Alert, type AlertTone } from "@/components/alert";
import { Button } from "@/components/button";
import { Card, CardSection } from "@/components/card";
import { cx } from "@/components/cx";
import { ExactTime } from "@/components/exact-time";
import { Mono } from "@/components/mono";
import { usePanelFocus } from "@/components/panel-focus";
import { CopyRequestButton } from "./copy-button";
import type { RequestDetail } from "./request-detail";

type Closed = Exclude<RequestDetail["state"], "pending">;

const tones: Record<Closed, AlertTone> = {
  approved: "live",
  rejected: "refused",
  withdrawn: "neutral",
  expired: "neutral",
  voided: "neutral",
};

/** What came of the request, instead of the answer; and the way to ask again. */
export function OutcomeCard({ request, fresh }: { request: RequestDetail; fresh: boolean }) {
  const outcome = usePanelFocus<HTMLDivElement>();
  if (request.state === "pending") return null;
  const { decision, mine, token } = request;
  return (
    <Card label="The decision" className={cx(fresh && "fresh")}>
      <CardSection className="stack-3">
        <div {...outcome} role="status">
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
        <CopyRequestButton request={request} />
        <Copies request={request} />
      </CardSection>
    </Card>
  );
}

/** What was made from this request. */
function Copies({ request: { copiedAs } }: { request: RequestDetail }) {
  const last = copiedAs.at(-1);
  if (!last) return null;
  return (
    <p className="text-13 text-text-2">
      Copied into{" "}
      <Link className="link" href={`/requests/${last.id}`}>
        {copiedAs.length === 1 ? "a new request" : `${copiedAs.length} requests, the newest`}
      </Link>
      , {last.state}.
    </p>
  );
}

function titleOf({ decision, requester, mine, token }: RequestDetail, state: Closed): string {
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
      return token
        ? `Voided: the token ended, or ${requester.name} may ask for it no more`
        : `Voided: ${requester.name} may ask for this no more`;
  }
}

function OutcomeTime({ request }: { request: RequestDetail }): ReactNode {
  const { decision, expiresAt, state } = request;
  return (
    <span className="text-text-2">
      <ExactTime at={state === "expired" ? expiresAt : (decision?.at ?? expiresAt)} />
      {decision?.from && state !== "expired" ? (
        <>
          , from <Mono>{decision.from}</Mono>
        </>
      ) : null}
    </span>
  );
}
