import { createElement } from "react";
import { exactTime } from "@/components/format-time";
import type { Step } from "@/components/steps";
import { displayDays } from "@/contracts/access-request";
import type { RouterOutputs } from "@/trpc/client";

export type TokenDetail = RouterOutputs["securityTokens"]["get"];
type TokenRow = TokenDetail["token"];

const started: Record<TokenRow["state"], number> = {
  draft: 1,
  pending: 2,
  rejected: 2,
  suspended: 5,
  approved: 3,
  lapsed: 3,
  displayed: 4,
  live: 5,
  expiring: 5,
  expired: 5,
  revoked: 5,
};

const when = (at: Date, by: string) => {
  const text = `${exactTime(at)} ${by}`.trim();
  return createElement("span", { suppressHydrationWarning: true }, text);
};

/** The life of a token in five steps, each with when and by whom, or what comes next. */
export function stepsOf(
  token: TokenRow | null,
  secrets: TokenDetail["secrets"] = [],
): { steps: Step[]; current: number; failed: boolean } {
  const requested = token?.requestedAt && token.state !== "draft";
  const decided = token?.decidedAt && token.deciderName;
  const steps: Step[] = [
    { name: "Generated", detail: token ? when(token.createdAt, `by ${token.ownerName}`) : "You name it" },
    {
      name: "Submitted",
      detail: requested && token.requestedAt ? when(token.requestedAt, "") : "Add addresses, then submit",
    },
    { name: "Approved", detail: approvedDetail(token, Boolean(decided)) },
    {
      name: "Displayed",
      detail: token?.displayedAt ? when(token.displayedAt, "") : `By you, within ${displayDays} days`,
    },
    { name: "Live", detail: liveDetail(secrets) },
  ];
  return {
    steps,
    current: token ? started[token.state] : 0,
    failed: token?.state === "rejected" || token?.state === "lapsed",
  };
}

function approvedDetail(token: TokenRow | null, decided: boolean) {
  if (token?.state === "rejected" && token.decidedAt)
    return when(token.decidedAt, `rejected by ${token.deciderName}`);
  if (decided && token?.approvedAt) return when(token.approvedAt, `by ${token.deciderName}`);
  return "By a Security Admin";
}

/** When the first secret was said to be saved, or was first used: whichever came first. */
function liveDetail(secrets: TokenDetail["secrets"]) {
  const begun = secrets
    .flatMap(({ savedAt, firstUsedAt }) => [
      ...(savedAt ? [{ at: savedAt, how: "saved" }] : []),
      ...(firstUsedAt ? [{ at: firstUsedAt, how: "first used" }] : []),
    ])
    .toSorted((one, other) => one.at.getTime() - other.at.getTime())[0];
  return begun ? when(begun.at, begun.how) : "Saved, or first used";
}
