import { Avatar } from "@/components/avatar";
import { Card, CardSection } from "@/components/card";
import { exactTime } from "@/components/format-time";
import { Mono } from "@/components/mono";
import type { RequestDetail } from "./request-detail";

/** Who asks, why, when, and from where. */
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
              <time dateTime={createdAt.toISOString()} suppressHydrationWarning>
                {exactTime(createdAt)}
              </time>
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
    </Card>
  );
}
