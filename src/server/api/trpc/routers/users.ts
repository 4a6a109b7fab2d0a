import "server-only";
import { z } from "zod";
import { idSchema } from "@/contracts/id";
import {
  assignRolesSchema,
  changeEmailOfSchema,
  inviteUserSchema,
  listUsersSchema,
  resetFactorsSchema,
} from "@/contracts/people";
import { requireFreshProof } from "../../../domain/access/require-fresh-proof";
import { askEmailChangeOf } from "../../../domain/email-change/ask-email-change";
import { cancelEmailChangeOf } from "../../../domain/email-change/cancel-email-change";
import { askForFactorReset } from "../../../domain/second-factor/reset-factors";
import { assignRoles } from "../../../domain/user/assign-roles";
import { disableUser, enableUser } from "../../../domain/user/disable-user";
import { endSessionsOf } from "../../../domain/user/end-sessions-of";
import { inviteUser } from "../../../domain/user/invite-user";
import { getUser, listUsers } from "../../../domain/user/list-users";
import { resendInvitation } from "../../../domain/user/resend-invitation";
import { showLeaving } from "../../../domain/user/show-leaving";
import { permissionProcedure, router } from "../procedures";

const one = z.object({ userId: idSchema });

export const usersRouter = router({
  list: permissionProcedure("users.view")
    .input(listUsersSchema)
    .query(({ ctx, input }) => listUsers(ctx.service, input)),
  get: permissionProcedure("users.view")
    .input(one)
    .query(({ ctx, input }) => getUser(ctx.service, input)),
  invite: permissionProcedure("users.manage")
    .input(inviteUserSchema)
    .mutation(({ ctx, input }) => inviteUser(ctx.service, input)),
  resendInvitation: permissionProcedure("users.manage")
    .input(one)
    .mutation(({ ctx, input }) => resendInvitation(ctx.service, input)),
  assignRoles: permissionProcedure("users.manage")
    .input(assignRolesSchema)
    .mutation(({ ctx, input }) => assignRoles(ctx.service, input)),
  leaving: permissionProcedure("users.manage")
    .input(one)
    .query(({ ctx, input }) => showLeaving(ctx.service, input)),
  changeEmail: permissionProcedure("users.manage")
    .input(changeEmailOfSchema)
    .mutation(({ ctx, input }) => askEmailChangeOf(requireFreshProof(ctx.service), input)),
  cancelEmailChange: permissionProcedure("users.manage")
    .input(one)
    .mutation(({ ctx, input }) => cancelEmailChangeOf(ctx.service, input)),
  resetFactors: permissionProcedure("users.manage")
    .input(resetFactorsSchema)
    .mutation(({ ctx, input }) => askForFactorReset(requireFreshProof(ctx.service), input)),
  endSessions: permissionProcedure("users.manage")
    .input(one)
    .mutation(({ ctx, input }) => endSessionsOf(ctx.service, input)),
  disable: permissionProcedure("users.manage")
    .input(one)
    .mutation(({ ctx, input }) => disableUser(ctx.service, input)),
  enable: permissionProcedure("users.manage")
    .input(one)
    .mutation(({ ctx, input }) => enableUser(ctx.service, input)),
});
