import "server-only";
import type { Permission } from "../../../contracts/permissions";
import type { PermittedContext, UserContext } from "../context";
import { DomainError } from "../errors";

/** Guarantee: returns only where the actor's roles, read for this request, hold the permission (ASVS 8.2.1). */
export function requirePermission<P extends Permission>(
  context: UserContext,
  permission: P,
): PermittedContext<P> {
  return requireAnyPermission(context, [permission]);
}

/** The same where any of these is enough. */
export function requireAnyPermission<P extends Permission>(
  context: UserContext,
  permissions: readonly P[],
): PermittedContext<P> {
  if (!permissions.some((one) => context.actor.permissions.has(one))) {
    throw new DomainError(
      "permission_missing",
      "Your roles do not include this. Ask whoever manages users in your program, an Administrator for instance.",
      {
        permission: permissions.join(" or "),
      },
    );
  }
  return context as PermittedContext<P>;
}
