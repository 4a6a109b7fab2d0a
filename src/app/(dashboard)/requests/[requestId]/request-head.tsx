"use client";

import { ChevronLeft } from "lucide-react";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { cx } from "@/components/cx";
import { timeLeft } from "@/components/format-time";
import { Mono } from "@/components/mono";
import { usePanelFocus } from "@/components/panel-focus";
import { RequestStateChip } from "@/components/request/request-state-chip";
import { useNow } from "@/components/request/use-now";
import { StateIcon } from "@/components/state-icon";
import { requestKindWords } from "@/contracts/request-kinds";
import { type RequestDetail, type RequestNetwork, sentenceOf } from "./request-detail";

interface RequestHeadProps {
  request: RequestDetail;
  networks: readonly RequestNetwork[];
}

/** The request's state and name over the one sentence that can be answered. */
export function RequestHead({ request, networks }: RequestHeadProps) {
  const heading = usePanelFocus(request.id);
  const now = useNow();
  const filter = useSearchParams().toString();
  const { token, kind, state, expiresAt } = request;
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
          <RequestStateChip state={state} expiresAt={expiresAt} />
          {token ? <Mono strong>{token.reference}</Mono> : null}
          <span className="text-13 text-text-3">
            {requestKindWords[kind]}
            {kind === "new_token" ? " · first approval" : ""}
            {token?.name ? ` · called “${token.name}”` : ""}
          </span>
        </div>
        {state === "pending" ? (
          <span className="flex min-h-5 items-center gap-1.5 text-13 text-text-2">
            <StateIcon state="expiring" className="size-3.5" />
            {now ? `Request lapses in ${timeLeft(expiresAt, now)}` : null}
          </span>
        ) : null}
      </div>
      <h1 {...heading} className={cx(heading.className, "wrap-anywhere")}>
        {sentenceOf(request, networks)}
      </h1>
    </header>
  );
}
