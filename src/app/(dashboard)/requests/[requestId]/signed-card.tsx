import { Card, CardFoot, CardHead, CardSection } from "@/components/card";
import { KeyValue, type KeyValueItem } from "@/components/key-value";
import { Mono } from "@/components/mono";
import { requestKindWords } from "@/contracts/request-kinds";
import type { RequestDetail, RequestNetwork } from "./request-detail";
import { changeTerms, tokenTerms } from "./signed-terms";

interface SignedCardProps {
  request: RequestDetail;
  networks: readonly RequestNetwork[];
}

/** The signed set, word for word, with its digest. */
export function SignedCard({ request, networks }: SignedCardProps) {
  const { digest, kind, purpose, reason, requester, token, change } = request;
  const terms: KeyValueItem[] = [
    { name: "Kind", value: requestKindWords[kind] },
    { name: "Asked by", value: requester.name },
    { name: token ? "Purpose" : "In words", value: purpose },
    ...(token ? tokenTerms(token, networks) : []),
    ...(change ? changeTerms(change) : []),
    { name: "Reason", value: <span className="whitespace-pre-line">{reason}</span> },
  ];
  return (
    <Card label="The signed set">
      <CardHead
        title={titleOf(request)}
        actions={
          <Mono
            className="text-13 text-text-2"
            title={`SHA-256 ${digest}`}
            copy={digest}
            copyName="the digest"
          >
            {`${digest.slice(0, 8)}…${digest.slice(-8)}`}
          </Mono>
        }
      />
      <CardSection>
        <KeyValue items={terms} />
      </CardSection>
      <CardFoot>
        Nothing in it can be edited. If one character were different, the digest and the approval code would
        be too.
      </CardFoot>
    </Card>
  );
}

function titleOf({ state, mayDecide, decision }: RequestDetail): string {
  if (state === "pending") return mayDecide ? "What you sign" : "What is signed";
  if (state === "approved") return decision?.byMe ? "What you signed" : "What was signed";
  return "What was asked";
}
