import "server-only";
import type { Permission } from "../../../contracts/permissions";
import { requireApprovedIp } from "../../domain/access/require-approved-ip";
import { requireAnyPermission, requirePermission } from "../../domain/access/require-permission";
import { recordRefusal } from "../../domain/audit/record-refusal";
import type { PersonContext, ServiceContext, UserContext } from "../../domain/context";
import { DomainError } from "../../domain/errors";
import { baseProcedure, named } from "./init";

export { router } from "./init";

/** Anyone, signed in or not: the verb behind it decides. */
export const publicProcedure = baseProcedure;

/** A signed-in person; session, account and roles as they stand in the database now. */
export const protectedProcedure = publicProcedure.use(({ ctx, next }) =>
  next({ ctx: { service: requireUser(ctx.service) } }),
);

/** A signed-in person who holds the permission. A refusal is on record. */
export const permissionProcedure = <P extends Permission>(permission: P) =>
  protectedProcedure.use(async ({ ctx, next, path }) => {
    const service = await recordRefusal(ctx.service, named(path), async () =>
      requirePermission(ctx.service, permission),
    );
    return next({ ctx: { service } });
  });

/** A signed-in person who holds any of the permissions; which of them it takes, the verb behind it decides. */
export const anyPermissionProcedure = <P extends Permission>(permissions: readonly P[]) =>
  protectedProcedure.use(async ({ ctx, next, path }) => {
    const service = await recordRefusal(ctx.service, named(path), async () =>
      requireAnyPermission(ctx.service, permissions),
    );
    return next({ ctx: { service } });
  });

/** A signed-in person who holds the permission and stands at a live Approved IP. A refusal is on record. */
export const approvedIpProcedure = <P extends Permission>(permission: P) =>
  permissionProcedure(permission).use(async ({ ctx, next, path }) => {
    const service = await recordRefusal(ctx.service, named(path), () => requireApprovedIp(ctx.service));
    return next({ ctx: { service } });
  });

/** Who has signed in by password, whether or not a second factor is still due: for proving and setting one up, and no more. */
export const halfProcedure = publicProcedure.use(({ ctx, next }) =>
  next({ ctx: { service: requireAnyUser(ctx.service) } }),
);

function requireAnyUser(context: ServiceContext): PersonContext {
  const { kind } = context.actor;
  if (kind !== "user" && kind !== "half") throw new DomainError("not_signed_in", "Sign in to go on.");
  return context as PersonContext;
}

/** Guarantee: returns only where somebody is signed in, with every factor due. Throws not_signed_in or factor_required. */
export function requireUser(context: ServiceContext): UserContext {
  if (context.actor.kind === "half") {
    throw new DomainError("factor_required", "Prove your second factor to go on.", {
      needs: context.actor.needs,
    });
  }
  if (context.actor.kind !== "user") throw new DomainError("not_signed_in", "Sign in to go on.");
  return context as UserContext;
}
