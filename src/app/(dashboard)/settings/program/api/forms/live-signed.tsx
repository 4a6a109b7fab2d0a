import type { ReactNode } from "react";
import { shortDate } from "@/components/format-time";
import type { KeyValueItem } from "@/components/key-value";
import { Mono } from "@/components/mono";
import { requestKindWords, type TokenRequestKind } from "@/contracts/request-kinds";
import { scopes, scopeWords } from "@/contracts/scopes";
import { counted } from "@/contracts/words";
import type { TokenDetail } from "../token-steps";
import { overlapWords } from "./overlap";

interface Asked {
  networks?: ReactNode;
  ratePerMinute?: string;
  dailyLimit?: string;
  distinctCeiling?: string;
  expiresAt?: Date | null;
  /** Seconds; null where none is chosen yet, absent where no secret is granted. */
  overlap?: number | null;
}

/** A live token's whole set as it will be signed, with what the request changes marked by what it is now. */
export function liveSigned(
  kind: TokenRequestKind,
  { token }: TokenDetail,
  asked: Asked,
  requestDays: number,
): KeyValueItem[] {
  const fields = token.scopes
    .filter((scope) => scope.startsWith("fields:"))
    .map((scope) => scopeWords[scope].sentence);
  const limits = limitWords(
    String(token.ratePerMinute),
    String(token.dailyLimit),
    String(token.distinctCeiling ?? ""),
  );
  const asks =
    asked.ratePerMinute === undefined
      ? limits
      : limitWords(asked.ratePerMinute, asked.dailyLimit ?? "", asked.distinctCeiling ?? "");
  const days = counted(requestDays, "day");
  return [
    { name: "Token", value: <Mono>{token.reference}</Mono> },
    { name: "Asks to", value: requestKindWords[kind] },
    { name: "Purpose", value: token.purpose },
    { name: "Scopes", value: [`${token.scopes.length} of ${scopes.length}`, ...fields].join(", ") },
    { name: "Networks", value: asked.networks ?? "None added; what is approved stays" },
    { name: "Limits", value: <Changed now={limits} to={asks} /> },
    {
      name: "Expires",
      value: <Changed now={shortDate(token.expiresAt)} to={endWords(asked, token.expiresAt)} />,
    },
    ...(asked.overlap === undefined ? [] : [{ name: "Old secret", value: overlapWords(asked.overlap) }]),
    { name: "Request", value: `Lapses ${days} after you submit` },
  ];
}

function endWords({ expiresAt }: Asked, now: Date): string {
  if (expiresAt === undefined) return shortDate(now);
  return expiresAt === null ? "Not chosen" : shortDate(expiresAt);
}

function Changed({ now, to }: { now: string; to: string }) {
  if (now === to) return to;
  return (
    <>
      <span className="font-medium">{to}</span>
      <span className="block text-12 text-text-3">now {now}</span>
    </>
  );
}

const figure = (text: string) => (/^\d+$/.test(text) ? Number(text).toLocaleString("en") : "…");

/** "60 reads a minute, 5,000 customers a day, suspended above 2,500 different ones". */
export const limitWords = (ratePerMinute: string, dailyLimit: string, distinctCeiling: string) =>
  `${figure(ratePerMinute)} reads a minute, ${figure(dailyLimit)} customers a day, ${
    distinctCeiling === "" ? "no ceiling" : `suspended above ${figure(distinctCeiling)} different ones`
  }`;
