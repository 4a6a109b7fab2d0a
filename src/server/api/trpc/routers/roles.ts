import "server-only";
import { z } from "zod";
import { idSchema } from "@/contracts/id";
import { changeRoleSchema, createRoleSchema } from "@/contracts/people";
import { changeRole } from "../../../domain/role/change-role";
import { createRole } from "../../../domain/role/create-role";
import { deleteRole } from "../../../domain/role/delete-role";
import { listRoles } from "../../../domain/role/list-roles";
import { permissionProcedure, router } from "../procedures";

export const rolesRouter = router({
  list: permissionProcedure("users.view").query(({ ctx }) => listRoles(ctx.service)),
  create: permissionProcedure("roles.manage")
    .input(createRoleSchema)
    .mutation(({ ctx, input }) => createRole(ctx.service, input)),
  change: permissionProcedure("roles.manage")
    .input(changeRoleSchema)
    .mutation(({ ctx, input }) => changeRole(ctx.service, input)),
  delete: permissionProcedure("roles.manage")
    .input(z.object({ roleId: idSchema }))
    .mutation(({ ctx, input }) => deleteRole(ctx.service, input)),
});
