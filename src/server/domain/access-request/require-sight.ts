import "server-only";
import type { UserContext } from "../context";
import { DomainError } from "../errors";

/** Who may see requests: those who decide see everybody's, those who ask their own and each other's. */
export function requireSight(context: UserContext): void {
  const { permissions } = context.actor;
  if (permissions.has("access_requests.decide") || permissions.has("api_settings.manage")) return;
  throw new DomainError("permission_missing", "Your roles do not include access requests.", {
    permission: "access_requests.decide",
  });
}
