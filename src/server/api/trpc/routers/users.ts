import "server-only";
import { z } from "zod";
import { assignRolesSchema, idSchema, inviteUserSchema, listUsersSchema } from "@/contracts/people";
import { assignRoles } from "../../../domain/user/assign-roles";
import { disableUser, enableUser } from "../../../domain/user/disable-user";
import { inviteUser } from "../../../domain/user/invite-user";
import { getUser, listUsers } from "../../../domain/user/list-users";
import { resendInvitation } from "../../../domain/user/resend-invitation";
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
  disable: permissionProcedure("users.manage")
    .input(one)
    .mutation(({ ctx, input }) => disableUser(ctx.service, input)),
  enable: permissionProcedure("users.manage")
    .input(one)
    .mutation(({ ctx, input }) => enableUser(ctx.service, input)),
});
