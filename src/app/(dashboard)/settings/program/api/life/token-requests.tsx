import Link from "next/link";
import { Disclosure } from "@/components/disclosure";
import { RelativeTime } from "@/components/relative-time";
import { RequestStateChip } from "@/components/request/request-state-chip";
import { requestKindWords } from "@/contracts/request-kinds";
import type { TokenDetail } from "../token-steps";

/** Everything that was ever asked for the token, newest first, each with its decision. */
export function TokenRequests({ detail }: { detail: TokenDetail }) {
  const { requests } = detail;
  if (requests.length === 0) return null;
  return (
    <Disclosure open title={`Requests (${requests.length})`}>
      <ul className="divide-y divide-line rounded-lg border border-line">
        {requests.map((request) => (
          <li
            key={request.id}
            className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-3 py-2 text-13"
          >
            <span className="flex min-w-0 items-center gap-2">
              <Link href={`/requests/${request.id}`} className="link">
                {requestKindWords[request.kind]}
              </Link>
              <RequestStateChip state={request.state} expiresAt={request.expiresAt} />
            </span>
            <span className="text-12 text-text-3">
              {request.requesterName}, <RelativeTime at={request.createdAt} />
              {request.deciderName && request.decidedAt ? (
                <>
                  ; {request.deciderName}, <RelativeTime at={request.decidedAt} />
                </>
              ) : null}
            </span>
          </li>
        ))}
      </ul>
    </Disclosure>
  );
}
