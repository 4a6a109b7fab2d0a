import { longestTokenDays } from "@/contracts/access-request";
import type { RequestDetail, RequestNetwork, TokenAsked } from "./request-detail";

export interface Check {
  ok: boolean;
  text: string;
}

const day = 86_400_000;
const words = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
const spoken = (count: number) => words[count] ?? count.toLocaleString("en");
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** What the reader need not work out, and what deserves a thought. */
export function checksOf(request: RequestDetail, networks: readonly RequestNetwork[]): Check[] {
  return [
    ...(request.mayDecide ? [{ ok: true, text: "You did not ask for this yourself" }] : []),
    widthCheck(request, networks),
    ...(request.token ? [lifeCheck(request, request.token)] : []),
    overlapCheck(request),
    ...(request.token ? fieldChecks(request.token) : []),
  ];
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

function lifeCheck({ createdAt }: RequestDetail, { tokenExpiresAt }: TokenAsked): Check {
  const days = Math.floor((tokenExpiresAt.getTime() - createdAt.getTime()) / day);
  const life = days === 1 ? "1 day" : `${days} days`;
  return days <= longestTokenDays
    ? { ok: true, text: `${life}, within the limit of ${longestTokenDays}` }
    : { ok: false, text: `${life}, over the limit of ${longestTokenDays}` };
}

function overlapCheck({ overlaps }: RequestDetail): Check {
  const ranges = new Set(overlaps.map(({ requested }) => requested)).size;
  const tokens = new Set(overlaps.map(({ reference }) => reference)).size;
  if (ranges === 0) return { ok: true, text: "No overlap with networks that are live" };
  const subject = ranges === 1 ? "One network covers" : `${capital(spoken(ranges))} networks cover`;
  return {
    ok: false,
    text: `${subject} addresses of ${spoken(tokens)} live ${tokens === 1 ? "token" : "tokens"}`,
  };
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
