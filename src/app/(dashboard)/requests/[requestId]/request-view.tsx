"use client";

import { useState } from "react";
import { reasonOf } from "@/app/(dashboard)/use-fresh-proof";
import { Alert } from "@/components/alert";
import { Button } from "@/components/button";
import { EmptyState } from "@/components/empty-state";
import { readNetworks } from "@/components/request/request-words";
import { useCodeFragment } from "@/components/request/use-code-fragment";
import { CrumbLabel } from "@/components/shell/crumb-label";
import { trpc } from "@/trpc/client";
import { fallbackInterval } from "@/trpc/live/fallback-interval";
import { useReadNotifications } from "../../use-read-notifications";
import { AnswerRail } from "./answer-rail";
import { BesideCard } from "./beside-card";
import { ChangeCard } from "./change-card";
import { ChangesCard } from "./changes-card";
import { EmergencyReview } from "./emergency-review";
import { JumpFoot } from "./jump-foot";
import { NetworksCard } from "./networks-card";
import { ReadableCard } from "./readable-card";
import { type RequestDetail, type RequestNetwork, requestName, type TokenAsked } from "./request-detail";
import { RequestHead } from "./request-head";
import { RequestSkeleton } from "./request-skeleton";
import { RequesterCard } from "./requester-card";
import { SignedCard } from "./signed-card";
import { useMarkOpened } from "./use-mark-opened";

/** Everything that is signed, and beside it the answer. Keeps up with what others decide. */
export function RequestView({ requestId }: { requestId: string }) {
  const { data: request, error } = trpc.accessRequests.get.useQuery(
    { requestId },
    { refetchInterval: fallbackInterval, retry: false },
  );
  const [code, setCode] = useState("");
  useCodeFragment(`/requests/${requestId}`, setCode);
  useMarkOpened(request);
  useReadNotifications({ accessRequestId: request?.id });
  if (request) return <RequestPageBody request={request} code={code} onCode={setCode} />;
  if (!error) return <RequestSkeleton />;
  const missing = reasonOf(error) === "not_found" || reasonOf(error) === "invalid_input";
  return (
    <div className="grid min-h-[60vh] place-items-center p-6">
      <EmptyState action={<Button href="/requests">See all requests</Button>}>
        {missing ? "There is no such request. The link may be incomplete." : error.message}
      </EmptyState>
    </div>
  );
}

interface RequestPageBodyProps {
  request: RequestDetail;
  code: string;
  onCode: (code: string) => void;
}

function RequestPageBody({ request, code, onCode }: RequestPageBodyProps) {
  const networks = readNetworks(request.networks);
  return (
    <div className="@container">
      <CrumbLabel>{requestName(request)}</CrumbLabel>
      <div className="mx-auto grid w-full max-w-page grid-cols-[minmax(0,1fr)] content-start gap-4 p-4 desk:gap-5 desk:px-6 desk:pt-5 desk:pb-8 @[52rem]:grid-cols-[minmax(0,1fr)_296px]">
        <RequestHead request={request} networks={networks} />
        <div className="grid content-start gap-4 desk:gap-5">
          <StaleAlert request={request} />
          <RequesterCard request={request} />
          {request.token ? <TokenCards request={request} token={request.token} networks={networks} /> : null}
          {request.kind === "break_glass" && request.state === "approved" ? (
            <EmergencyReview requestId={request.id} />
          ) : null}
          {request.change ? <ChangeCard change={request.change} /> : null}
          <SignedCard request={request} networks={networks} />
        </div>
        <AnswerRail request={request} networks={networks} code={code} onCode={onCode} />
      </div>
      {request.state === "pending" && request.mayDecide ? <JumpFoot /> : null}
    </div>
  );
}

interface TokenCardsProps {
  request: RequestDetail;
  token: TokenAsked;
  networks: readonly RequestNetwork[];
}

function TokenCards({ request, token, networks }: TokenCardsProps) {
  return (
    <>
      {token.before ? <ChangesCard token={token} before={token.before} added={networks.length} /> : null}
      {networks.length > 0 ? (
        <NetworksCard
          title={token.kind === "new_token" ? "From where" : "Added networks"}
          networks={networks}
          overlaps={request.overlaps}
          limits={request.limits}
        />
      ) : null}
      {token.kind === "networks" ? <BesideCard beside={token.beside} /> : null}
      <ReadableCard scopes={token.scopes} />
    </>
  );
}

/** Approving would be refused: what was asked for no longer stands. */
function StaleAlert({ request: { token, state, mine } }: { request: RequestDetail }) {
  if (!token || token.stands || state !== "pending") return null;
  return (
    <Alert tone="expiring" title="The token has changed or ended since this was asked for.">
      Approving is refused now. {mine ? "Withdraw the request" : "Reject the request"}; it can be copied into
      a new one.
    </Alert>
  );
}
