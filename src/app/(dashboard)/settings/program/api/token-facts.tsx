import { Alert } from "@/components/alert";
import { CardSection } from "@/components/card";
import { exactTime, shortDate } from "@/components/format-time";
import { KeyValue, type KeyValueItem } from "@/components/key-value";
import { Mono } from "@/components/mono";
import { Tag } from "@/components/tag";
import { plainNetwork } from "./plain-network";
import type { TokenDetail } from "./token-steps";

/** Another person's draft: what it is for, and that it opens nothing. */
export function TokenFacts({ detail }: { detail: TokenDetail }) {
  return (
    <CardSection className="stack-4">
      <Alert tone="neutral">
        {detail.token.ownerName} generated this token, and is the only one who can submit it.
      </Alert>
      <KeyValue items={approvedItems(detail)} />
    </CardSection>
  );
}

const mostListed = 5;

/** Scopes, networks, limits, expiry and digest as they were signed. */
export function approvedItems({ token, networks, lastRequest, requests }: TokenDetail): KeyValueItem[] {
  const standing = networks.filter(({ state }) => state === "live" || state === "expiring");
  const listed = token.approvedAt ? standing : (lastRequest?.networks ?? []);
  const signed = requests.find(({ state }) => state === "approved") ?? requests[0];
  const digest = signed?.digest;
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
      value: <Listed networks={listed} />,
    },
    {
      name: "Limits",
      value: `${token.ratePerMinute.toLocaleString("en")} reads a minute, ${token.dailyLimit.toLocaleString("en")} customers a day`,
    },
    {
      name: "Ceiling",
      value:
        token.distinctCeiling === null
          ? "None: never suspended by itself"
          : `Suspended above ${token.distinctCeiling.toLocaleString("en")} different customers a day`,
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

function Listed({ networks }: { networks: ReadonlyArray<{ network: string }> }) {
  if (networks.length === 0) return "None";
  const further = networks.length - mostListed;
  return (
    <ul>
      {networks.slice(0, mostListed).map(({ network }) => (
        <li key={network}>
          <Mono>{plainNetwork(network)}</Mono>
        </li>
      ))}
      {further > 0 ? <li className="text-text-3">and {further} more</li> : null}
    </ul>
  );
}

const shortDigest = (digest: string) => `${digest.slice(0, 8)}…${digest.slice(-8)}`;

/** When and by whom a token was ended. */
export function endItems({ token }: TokenDetail): Array<KeyValueItem | null> {
  if (!token.revokedAt) return [];
  const by = token.revokedByName ? ` by ${token.revokedByName}` : "";
  return [{ name: "Revoked", value: `${exactTime(token.revokedAt)}${by}` }];
}
