import "server-only";
import type { Permission } from "../../../contracts/permissions";
import type { PermittedContext, UserContext } from "../context";
import { DomainError } from "../errors";

/** Guarantee: returns only where the actor's roles, read for this request, hold the permission (ASVS 8.2.1). */
export function requirePermission<P extends Permission>(
  context: UserContext,
  permission: P,
): PermittedContext<P> {
  if (!context.actor.permissions.has(permission)) {
    throw new DomainError(
      "permission_missing",
      "Your roles do not include this. Ask whoever manages users in your program, an Administrator for instance.",
      {
        permission,
      },
    );
  }
  return context as PermittedContext<P>;
}
