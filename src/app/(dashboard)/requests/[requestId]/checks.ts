import { shortDate } from "@/components/format-time";
import { factorWords, overlapWords } from "@/components/request/request-words";
import { longestTokenDays } from "@/contracts/access-request";
import { day } from "@/contracts/day";
import { type SpecialUse, specialUseOf, specialUseWords } from "@/contracts/special-networks";
import { counted } from "@/contracts/words";
import { type Check, changeChecks } from "./change-checks";
import type { RequestDetail, RequestNetwork, TokenAsked } from "./request-detail";

const weekSeconds = 7 * 86_400;
const words = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
const spoken = (count: number) => words[count] ?? count.toLocaleString("en");
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** What the reader need not work out, and what deserves a thought; by what the request is for. */
export function checksOf(request: RequestDetail, networks: readonly RequestNetwork[]): Check[] {
  const { token, change } = request;
  return [
    ...(request.mayDecide ? [{ ok: true, text: "You did not ask for this yourself" }] : []),
    ...(networks.length > 0
      ? [widthCheck(request, networks), overlapCheck(request), ...specialChecks(networks)]
      : []),
    ...(token ? tokenChecks(request, token) : []),
    ...(change ? changeChecks(change, request) : []),
  ];
}

function tokenChecks(request: RequestDetail, token: TokenAsked): Check[] {
  switch (token.kind) {
    case "new_token":
      return [lifeCheck(request, token), ceilingCheck(token), ...fieldChecks(token)];
    case "renewal":
      return [lifeCheck(request, token), secretCheck(token), ...fieldChecks(token)];
    case "rotation":
      return [secretCheck(token), { ok: true, text: "Scopes, limits, networks and expiry stay" }];
    case "limits":
      return limitChecks(token);
    case "lift_suspension":
      return [
        { ok: false, text: suspensionWords(token) },
        { ok: true, text: "Secret, scopes, limits, networks and expiry stay" },
      ];
    default:
      return [{ ok: true, text: "Secret, scopes, limits and expiry stay" }, ...fieldChecks(token)];
  }
}

function widthCheck({ limits }: RequestDetail, networks: readonly RequestNetwork[]): Check {
  const wide = networks.filter(
    ({ read }) => read.prefix < (read.version === 4 ? limits.widestIpv4 : limits.widestIpv6),
  );
  const limit = `/${limits.widestIpv4} and /${limits.widestIpv6}`;
  return wide.length === 0
    ? { ok: true, text: `No range wider than the limit, ${limit}` }
    : { ok: false, text: `${capital(spoken(wide.length))} wider than the limit of today, ${limit}` };
}

/** Documentation networks are marked where they stand; the others deserve a thought. */
function specialChecks(networks: readonly RequestNetwork[]): Check[] {
  const counts = new Map<SpecialUse, string[]>();
  for (const { read } of networks) {
    const use = specialUseOf(read.cidr);
    if (use && use !== "documentation") counts.set(use, [...(counts.get(use) ?? []), read.text]);
  }
  return [...counts].map(([use, [first, ...others]]) => ({
    ok: false,
    text: `${first}${others.length > 0 ? ` and ${spoken(others.length)} more: each` : ""} ${specialUseWords[use]}`,
  }));
}

function lifeCheck({ createdAt }: RequestDetail, { tokenExpiresAt }: TokenAsked): Check {
  const days = Math.floor((tokenExpiresAt.getTime() - createdAt.getTime()) / day);
  const life = counted(days, "day");
  return days <= longestTokenDays
    ? { ok: true, text: `${life}, within the limit of ${longestTokenDays}` }
    : { ok: false, text: `${life}, over the limit of ${longestTokenDays}` };
}

function secretCheck({ overlapSeconds }: TokenAsked): Check {
  const long = overlapSeconds > weekSeconds;
  return { ok: !long, text: `${overlapWords(overlapSeconds)}${long ? ": longer than a week" : ""}` };
}

/** At the daily limit a ceiling never comes into play: the limit refuses before. */
function ceilingCheck({
  dailyLimit,
  distinctCeiling,
}: Pick<TokenAsked, "dailyLimit" | "distinctCeiling">): Check {
  return distinctCeiling === null || distinctCeiling >= dailyLimit
    ? { ok: false, text: "No number of different customers suspends it; the daily limit alone holds" }
    : { ok: true, text: `Suspended above ${distinctCeiling.toLocaleString("en")} different customers a day` };
}

function suspensionWords({ suspension }: TokenAsked): string {
  if (!suspension) return "The token is not suspended now";
  return `It read ${suspension.distinct.toLocaleString("en")} different customers on ${shortDate(suspension.day)} and was suspended`;
}

function limitChecks({ before, ratePerMinute, dailyLimit, distinctCeiling }: TokenAsked): Check[] {
  if (!before) return [];
  const check = (name: string, was: number, will: number): Check[] =>
    was === will ? [] : [{ ok: will < was, text: `${name}: ${factorWords(was, will)}` }];
  return [
    ...check("Reads a minute", before.ratePerMinute, ratePerMinute),
    ...check("Customers a day", before.dailyLimit, dailyLimit),
    ...(distinctCeiling === before.distinctCeiling ? [] : [ceilingCheck({ dailyLimit, distinctCeiling })]),
    { ok: true, text: "Secret, scopes, networks and expiry stay" },
  ];
}

function overlapCheck({ overlaps }: RequestDetail): Check {
  const ranges = new Set(overlaps.map(({ requested }) => requested)).size;
  if (ranges === 0) return { ok: true, text: "No overlap with networks that are live" };
  const others = new Set(overlaps.filter(({ own }) => !own).map(({ reference }) => reference)).size;
  const own = overlaps.some((one) => one.own) ? ["this token has already"] : [];
  const theirs =
    others > 0 ? [`${spoken(others)} other live ${others === 1 ? "token has" : "tokens have"}`] : [];
  const subject = ranges === 1 ? "One network covers" : `${capital(spoken(ranges))} networks cover`;
  return { ok: false, text: `${subject} addresses that ${[...own, ...theirs].join(" or ")}` };
}

function fieldChecks({ scopes }: TokenAsked): Check[] {
  return [
    ...(scopes.includes("customers:list")
      ? [{ ok: false, text: "Whole lists of customers can be extracted" }]
      : []),
    ...(scopes.includes("fields:contact") ? [{ ok: false, text: "Contact details are personal data" }] : []),
    ...(scopes.includes("fields:sensitive")
      ? [{ ok: false, text: "Birth date and home address are sensitive" }]
      : []),
  ];
}
