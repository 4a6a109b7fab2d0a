import "server-only";
import { DomainError } from "../domain/errors";
import { runtime } from "../runtime";

/**
 * Refuses what a browser sends on behalf of another site, of a link elsewhere or of an address typed in: for handlers that a
 * GET reaches (ASVS 3.5.3). A program that sends neither header is judged by its session alone.
 */
export function requireOwnPages(given: Headers): void {
  const [site, origin] = [given.get("sec-fetch-site"), given.get("origin")];
  const own = runtime().settings.appUrl.origin;
  if ((site !== null && site !== "same-origin") || (origin !== null && origin !== own)) {
    throw new DomainError("permission_missing", "This is for the application's own pages.");
  }
}
