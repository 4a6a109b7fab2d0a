"use client";

import { Alert } from "@/components/alert";
import { Button } from "@/components/button";
import { exactTimeWithin, shortDate } from "@/components/format-time";
import { displayDays } from "@/contracts/access-request";
import { requestKindWords } from "@/contracts/request-kinds";
import { AskedPeople } from "../asked-people";
import type { TokenDetail } from "../token-steps";
import type { LiveAction } from "./live-actions";

interface LifeAlertsProps {
  detail: TokenDetail;
  onDo: (action: LiveAction) => void;
}

/** What a token's reader has to know first: what waits, what was refused, who is gone. */
export function LifeAlerts({ detail, onDo }: LifeAlertsProps) {
  const { token, grant } = detail;
  return (
    <>
      <Suspended detail={detail} onDo={onDo} />
      <OpenRequest detail={detail} />
      <LastRejection detail={detail} />
      {grant?.display === "lapsed" ? (
        <Alert tone="expiring" title={`The secret was not displayed within ${displayDays} days of approval`}>
          It does not exist and cannot be made any more; rotate the secret to have one.
          {token.state === "lapsed" ? "" : " The present one goes on as it is."}
        </Alert>
      ) : null}
      {grant?.display === "void" ? (
        <Alert
          tone="expiring"
          title={`The new secret ended undisplayed: ${grant.mine ? "you" : grant.ownerName} lost the right to ask for it`}
        >
          What was approved ended with that, for good; rotate the secret to have another. The present one goes
          on as it is.
        </Alert>
      ) : null}
      {grant && !grant.mine && grant.display === "waiting" ? (
        <Alert
          tone="neutral"
          title={`${grant.ownerName} displays the ${grant.kind === "new_token" ? "secret" : "new secret"}`}
        >
          Only who asked for it can, until {shortDate(grant.displayUntil)}.
          {grant.kind === "new_token" ? "" : " Until then the present one goes on as it is."}
        </Alert>
      ) : null}
      {token.ownerLeft ? (
        <Alert tone="expiring" title={`${token.ownerName} no longer manages API Settings`}>
          The token belongs to the program and stays as approved. Check that it is still needed.
        </Alert>
      ) : null}
    </>
  );
}

function Suspended({ detail, onDo }: LifeAlertsProps) {
  const { suspendedAt, suspendedDay, suspendedDistinct, distinctCeiling, openRequestId } = detail.token;
  if (!suspendedAt || !suspendedDay || suspendedDistinct === null) return null;
  const read = suspendedDistinct.toLocaleString("en");
  const ceiling = distinctCeiling?.toLocaleString("en") ?? "none";
  return (
    <Alert
      tone="refused"
      title={`Suspended since ${exactTimeWithin(suspendedAt)}`}
      action={
        <Button size="sm" disabled={openRequestId !== null} onPress={() => onDo("lift")}>
          Ask to lift
        </Button>
      }
    >
      It read {read} different customers on {shortDate(suspendedDay)}; the approved ceiling is {ceiling} a
      day. Every call with it is refused until another person approves a lift. If the reading was not yours,
      revoke it.
    </Alert>
  );
}

function OpenRequest({ detail }: { detail: TokenDetail }) {
  const { lastRequest } = detail;
  if (!detail.token.openRequestId || !lastRequest) return null;
  return (
    <Alert
      tone="pending"
      title={`${requestKindWords[lastRequest.kind]}: asked for by ${lastRequest.requesterName}, waits for a decision`}
      action={
        <Button size="sm" href={`/requests/${lastRequest.id}`}>
          See the request
        </Button>
      }
    >
      <p className="mb-2 text-text-2 wrap-anywhere">“{lastRequest.reason}”</p>
      <AskedPeople detail={detail} />
    </Alert>
  );
}

function LastRejection({ detail }: { detail: TokenDetail }) {
  const { lastRequest } = detail;
  if (lastRequest?.state !== "rejected" || lastRequest.kind === "new_token") return null;
  return (
    <Alert
      tone="refused"
      title={`${requestKindWords[lastRequest.kind]}: rejected by ${lastRequest.deciderName}`}
      action={
        <Button size="sm" href={`/settings/program/api?copy=${lastRequest.id}`}>
          Ask anew
        </Button>
      }
    >
      <span className="wrap-anywhere">“{lastRequest.decisionNote}” The token goes on as it is.</span>
    </Alert>
  );
}
