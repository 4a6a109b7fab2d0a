/** A path of this application's own pages to return to, or "/"; never another origin (ASVS 1.2.2). */
export function returnPath(given: string | null | undefined): string {
  if (!given?.startsWith("/") || /^\/[/\\]|[\\\s]/.test(given)) return "/";
  const url = new URL(given, "http://own.invalid");
  if (url.host !== "own.invalid" || url.pathname.startsWith("/api/") || /^\/sign-in(\/|$)/.test(url.pathname))
    return "/";
  url.searchParams.delete("_rsc");
  return `${url.pathname}${url.search}`;
}

/** The sign-in page, with the way back to where somebody wanted to go. */
export function signInPath(from: string | null): string {
  const path = returnPath(from);
  return path === "/" ? "/sign-in" : `/sign-in?from=${encodeURIComponent(path)}`;
}

/** Where a second factor is proved, or set up first, with the way back. */
export function factorPath(due: "proof" | "set_up", from: string | null): string {
  const page = due === "proof" ? "/sign-in/second-factor" : "/sign-in/set-up-factor";
  const path = returnPath(from);
  return path === "/" ? page : `${page}?from=${encodeURIComponent(path)}`;
}
