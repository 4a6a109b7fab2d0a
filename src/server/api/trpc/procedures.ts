import "server-only";
import type { Permission } from "../../../contracts/permissions";
import { requireApprovedIp } from "../../domain/access/require-approved-ip";
import { requirePermission } from "../../domain/access/require-permission";
import { recordRefusal } from "../../domain/audit/record-refusal";
import type { ServiceContext, UserContext } from "../../domain/context";
import { DomainError } from "../../domain/errors";
import { baseProcedure } from "./init";

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
    const service = await recordRefusal(ctx.service, path, async () =>
      requirePermission(ctx.service, permission),
    );
    return next({ ctx: { service } });
  });

/** A signed-in person who holds the permission and stands at a live Approved IP. A refusal is on record. */
export const approvedIpProcedure = <P extends Permission>(permission: P) =>
  permissionProcedure(permission).use(async ({ ctx, next, path }) => {
    const service = await recordRefusal(ctx.service, path, () => requireApprovedIp(ctx.service));
    return next({ ctx: { service } });
  });

/** Guarantee: returns only where somebody is signed in. Throws not_signed_in. */
export function requireUser(context: ServiceContext): UserContext {
  if (context.actor.kind !== "user") throw new DomainError("not_signed_in", "Sign in to go on.");
  return context as UserContext;
}
