"use client";

import { ChevronLeft } from "lucide-react";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { timeLeft } from "@/components/format-time";
import { Mono } from "@/components/mono";
import { RequestStateChip } from "@/components/request/request-state-chip";
import { kindWords, requestQuestion } from "@/components/request/request-words";
import { useNow } from "@/components/request/use-now";
import { StateIcon } from "@/components/state-icon";
import { type RequestDetail, requestName } from "./request-detail";

/** The request's state and name over the one sentence that can be answered. */
export function RequestHead({ request, addresses }: { request: RequestDetail; addresses: bigint }) {
  const now = useNow();
  const filter = useSearchParams().toString();
  const pending = request.state === "pending";
  return (
    <header className="stack-2 @[52rem]:col-span-2">
      <Link
        href={`/requests${filter ? `?${filter}` : ""}`}
        className="link flex items-center gap-1 text-13 desk:hidden"
      >
        <ChevronLeft className="size-3.5" />
        All requests
      </Link>
      <div className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
        <div className="flex flex-wrap items-center gap-2">
          <RequestStateChip state={request.state} expiresAt={request.expiresAt} />
          <Mono strong>{requestName(request)}</Mono>
          <span className="text-13 text-text-3">
            {kindWords(request.kind)}
            {request.token?.version === 1 ? " · first approval" : ""}
          </span>
        </div>
        {pending ? (
          <span className="flex min-h-5 items-center gap-1.5 text-13 text-text-2">
            <StateIcon state="expiring" className="size-3.5" />
            {now ? `Request lapses in ${timeLeft(request.expiresAt, now)}` : null}
          </span>
        ) : null}
      </div>
      <h1>
        {request.token ? requestQuestion({ ...request, ...request.token, addresses }) : `${request.purpose}?`}
      </h1>
    </header>
  );
}
