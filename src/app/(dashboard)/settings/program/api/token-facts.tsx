import { Alert } from "@/components/alert";
import { CardSection } from "@/components/card";
import { exactTime, shortDate } from "@/components/format-time";
import { KeyValue, type KeyValueItem } from "@/components/key-value";
import { Mono } from "@/components/mono";
import { Tag } from "@/components/tag";
import { plainNetwork } from "./plain-network";
import type { TokenDetail } from "./token-steps";

/** What was approved, for a token that wants nothing more of this person. */
export function TokenFacts({ detail }: { detail: TokenDetail }) {
  const { token, mine } = detail;
  return (
    <CardSection className="stack-4">
      {token.state === "lapsed" ? (
        <Alert tone="expiring" title="The secret was not displayed within 7 days of approval">
          It does not exist and cannot be made any more. Generate a new token.
        </Alert>
      ) : null}
      {token.state === "approved" && !mine ? (
        <Alert tone="neutral">
          {token.ownerName} asked for this token, and is the only one who can display its secret.
        </Alert>
      ) : null}
      {token.ownerLeft ? (
        <Alert tone="expiring" title={`${token.ownerName} no longer manages API Settings`}>
          The token belongs to the program and stays as approved. Check that it is still needed.
        </Alert>
      ) : null}
      <KeyValue items={[...approvedItems(detail), ...endItems(detail)]} />
    </CardSection>
  );
}

/** Scopes, networks, limits, expiry and digest as they were signed. */
export function approvedItems({ token, networks, lastRequest }: TokenDetail): KeyValueItem[] {
  const listed = networks.length > 0 ? networks : (lastRequest?.networks ?? []);
  const digest = lastRequest?.digest;
  return [
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
    {
      name: "Networks",
      value: (
        <ul>
          {listed.map(({ network }) => (
            <li key={network}>
              <Mono>{plainNetwork(network)}</Mono>
            </li>
          ))}
        </ul>
      ),
    },
    {
      name: "Limits",
      value: `${token.ratePerMinute.toLocaleString("en")} reads a minute, ${token.dailyLimit.toLocaleString("en")} customers a day`,
    },
    { name: "Expires", value: shortDate(token.expiresAt) },
    ...(digest
      ? [
          {
            name: "Digest",
            value: (
              <Mono copy={digest} copyName="the digest" title={digest}>
                {shortDigest(digest)}
              </Mono>
            ),
          },
        ]
      : []),
  ];
}

const shortDigest = (digest: string) => `${digest.slice(0, 8)}…${digest.slice(-8)}`;

function endItems({ token }: TokenDetail): Array<KeyValueItem | null> {
  return [
    token.lastFour ? { name: "Secret", value: <Mono>{`cs_live_…${token.lastFour}`}</Mono> } : null,
    token.revokedAt
      ? {
          name: "Revoked",
          value: `${exactTime(token.revokedAt)}${token.revokedByName ? ` by ${token.revokedByName}` : ""}`,
        }
      : null,
  ];
}
