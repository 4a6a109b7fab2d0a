import { normaliseApprovalCode } from "@/contracts/approval-code";

const keyOf = (path: string) => `countersign.code ${path}`;

/** Takes `#code=…` out of the address bar at once, so that it stays in no history, screenshot or shared link. */
function takeFromAddress(): string | null {
  const given = new URLSearchParams(window.location.hash.slice(1)).get("code");
  if (given === null) return null;
  window.history.replaceState(window.history.state, "", window.location.pathname + window.location.search);
  return normaliseApprovalCode(given);
}

/**
 * Puts the code of the address bar by for a page of this tab, while its reader signs in first. Nothing else leaves the
 * fragment: no server, cookie or link sees it.
 */
export function putCodeBy(path: string): void {
  const code = takeFromAddress();
  if (code) window.sessionStorage.setItem(keyOf(path), code);
}

/** The code that came with the e-mail's link, from the address bar or put by before signing in; gone from both after. */
export function takeCode(path: string): string | null {
  const given = takeFromAddress();
  const kept = window.sessionStorage.getItem(keyOf(path));
  window.sessionStorage.removeItem(keyOf(path));
  return given ?? kept;
}
