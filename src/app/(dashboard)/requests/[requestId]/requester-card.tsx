import Link from "next/link";
import { Avatar } from "@/components/avatar";
import { Card, CardFoot, CardSection } from "@/components/card";
import { ExactTime } from "@/components/exact-time";
import { Mono } from "@/components/mono";
import type { RequestDetail } from "./request-detail";

/** Who asks, why, when, and from where; and what it goes back to. */
export function RequesterCard({ request }: { request: RequestDetail }) {
  const { requester, requestedFrom, reason, createdAt, mine } = request;
  return (
    <Card label="Who asks and why">
      <CardSection className="flex gap-3">
        <Avatar name={requester.name} size="lg" />
        <div className="stack-1 flex-1">
          <div className="flex flex-wrap items-baseline justify-between gap-x-3">
            <span className="font-medium">
              {requester.name}
              {mine ? " (you)" : ""}{" "}
              <span className="font-normal text-text-3">{requester.roles.join(", ")}</span>
            </span>
            <span className="text-13 text-text-3">
              <ExactTime at={createdAt} />
              {requestedFrom ? (
                <>
                  , from <Mono className="text-text-2">{requestedFrom}</Mono>
                </>
              ) : null}
            </span>
          </div>
          <p className="wrap-anywhere whitespace-pre-line">“{reason}”</p>
        </div>
      </CardSection>
      <Origin request={request} />
    </Card>
  );
}

/** Whose wish for an address it answers, and the request that it was copied from. */
function Origin({ request: { answers, copiedFrom } }: { request: RequestDetail }) {
  if (answers.length === 0 && !copiedFrom) return null;
  return (
    <CardFoot className="stack-1">
      {answers.map(({ id, askedByName, address, note, at }) => (
        <p key={id} className="wrap-anywhere">
          Answers {askedByName}, who asked for <Mono className="text-text-2">{address}</Mono>,{" "}
          <ExactTime at={at} />
          {note ? `: “${note}”` : ""}
        </p>
      ))}
      {copiedFrom ? (
        <p>
          Copied from{" "}
          <Link className="link" href={`/requests/${copiedFrom.id}`}>
            an earlier request
          </Link>
          , {copiedFrom.state}.
        </p>
      ) : null}
    </CardFoot>
  );
}
