import { Card, CardFoot, CardHead, CardSection } from "@/components/card";
import { relativeTime } from "@/components/format-time";
import { KeyValue } from "@/components/key-value";
import { Mono } from "@/components/mono";
import { signedTime } from "@/components/request/request-words";
import { Tag } from "@/components/tag";
import type { RequestDetail, RequestNetwork, TokenAsked } from "./request-detail";

interface SignedCardProps {
  request: RequestDetail;
  token: TokenAsked;
  networks: readonly RequestNetwork[];
}

/** The signed set, word for word, with its digest. */
export function SignedCard({ request, token, networks }: SignedCardProps) {
  const { digest } = request;
  const { tokenExpiresAt } = token;
  return (
    <Card label="The signed set">
      <CardHead
        title={request.mayDecide && request.state === "pending" ? "What you sign" : "What is signed"}
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
        <KeyValue
          items={[
            { name: "Purpose", value: request.purpose },
            {
              name: "Scopes",
              value: (
                <span className="flex flex-wrap gap-1">
                  {token.scopes.map((scope) => (
                    <Tag key={scope}>{scope}</Tag>
                  ))}
                </span>
              ),
            },
            { name: "Limits", value: limitsOf(token) },
            {
              name: "Token expires",
              value: (
                <>
                  {signedTime(tokenExpiresAt)}{" "}
                  <span className="text-text-3" suppressHydrationWarning>
                    · {relativeTime(tokenExpiresAt)}
                  </span>
                </>
              ),
            },
            { name: "Networks", value: <NetworkTerms networks={networks} /> },
          ]}
        />
      </CardSection>
      <CardFoot>
        Nothing in it can be edited. If one character were different, the digest and the approval code would
        be too.
      </CardFoot>
    </Card>
  );
}

function limitsOf({ ratePerMinute, dailyLimit }: TokenAsked): string {
  return `${ratePerMinute.toLocaleString("en")} reads a minute, ${dailyLimit.toLocaleString("en")} customers a day`;
}

function NetworkTerms({ networks }: { networks: readonly RequestNetwork[] }) {
  const shorter = networks.flatMap(({ network, read, expiresAt }) =>
    expiresAt ? [{ network, text: read.text, expiresAt }] : [],
  );
  const all = networks.length === 1 ? "The one above" : `The ${networks.length} above`;
  if (shorter.length === 0) return `${all}, until the token expires`;
  return (
    <ul>
      <li>{all}, until the token expires, but:</li>
      {shorter.map(({ network, text, expiresAt }) => (
        <li key={network}>
          <Mono>{text}</Mono> until {signedTime(expiresAt)}
        </li>
      ))}
    </ul>
  );
}
