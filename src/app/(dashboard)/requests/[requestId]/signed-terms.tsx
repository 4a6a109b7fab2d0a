import { relativeTime } from "@/components/format-time";
import type { KeyValueItem } from "@/components/key-value";
import { Mono } from "@/components/mono";
import { overlapWords, signedTime, spanWords } from "@/components/request/request-words";
import { Tag } from "@/components/tag";
import { type Permission, permissions } from "@/contracts/permissions";
import { settingWords } from "@/contracts/program";
import { guardedSettings, secretRequestKinds } from "@/contracts/request-kinds";
import { counted } from "@/contracts/words";
import type { ChangeAsked, RequestNetwork, TokenAsked } from "./request-detail";

/** What is signed of a token: its whole set of values, whatever of it the request changes. */
export function tokenTerms(token: TokenAsked, networks: readonly RequestNetwork[]): KeyValueItem[] {
  const { reference, version, scopes, tokenExpiresAt } = token;
  const mints = (secretRequestKinds as readonly string[]).includes(token.kind) && token.kind !== "new_token";
  return [
    {
      name: "Token",
      value: (
        <>
          <Mono>{reference}</Mono>, version {version}
        </>
      ),
    },
    {
      name: "Scopes",
      value: (
        <span className="flex flex-wrap gap-1">
          {scopes.map((scope) => (
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
    ...(mints ? [{ name: "Overlap", value: overlapWords(token.overlapSeconds) }] : []),
    {
      name: "Networks",
      value: networks.length > 0 ? <NetworkTerms networks={networks} /> : "None are added",
    },
  ];
}

/** What is signed of another change, in the same words for everybody. */
export function changeTerms(change: ChangeAsked): KeyValueItem[] {
  switch (change.kind) {
    case "user_roles":
      return [
        { name: "Person", value: `${change.userName}, ${change.userEmail}` },
        ...change.add.map((role) => ({
          name: "Role",
          value: `${role.name}: ${permissionWords(role.permissions)}`,
        })),
      ];
    case "role_permissions":
      return [
        { name: "Role", value: `${change.role.name}: ${permissionWords(change.role.permissions)}` },
        { name: "Added", value: permissionWords(change.add) },
        { name: "Held by", value: change.heldBy.map(({ name }) => name).join(", ") || "Nobody" },
      ];
    case "user_email":
      return [
        { name: "Person", value: change.userName },
        { name: "From", value: change.from },
        { name: "To", value: change.to },
      ];
    case "factor_reset":
      return [
        { name: "Person", value: `${change.userName}, ${change.userEmail}` },
        {
          name: "Removed",
          value: `${counted(change.factors, "second factor")} and every recovery code`,
        },
      ];
    case "break_glass":
      return [
        { name: "Person", value: `${change.userName}, ${change.userEmail}` },
        { name: "From", value: <Mono>{change.address}</Mono> },
        { name: "For", value: spanWords(change.minutes * 60) },
      ];
    default:
      return guardedSettings.flatMap((one) => {
        const { label, value } = settingWords[one];
        const [was, will] = [change.before[one], change.after[one]];
        return was === undefined || will === undefined
          ? []
          : [{ name: label, value: `${value(was)} before, ${value(will)} after` }];
      });
  }
}

const permissionWords = (held: readonly Permission[]) =>
  held.map((one) => permissions[one].label).join(", ") || "nothing";

function limitsOf({ ratePerMinute, dailyLimit, distinctCeiling }: TokenAsked): string {
  const limits = `${ratePerMinute.toLocaleString("en")} reads a minute, ${dailyLimit.toLocaleString("en")} customers a day`;
  return distinctCeiling === null
    ? `${limits}, no ceiling of different customers`
    : `${limits}, suspended above ${distinctCeiling.toLocaleString("en")} different customers a day`;
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
