import "server-only";
import { changeProgramInput } from "../../../../contracts/program";
import { changeProgram } from "../../../domain/program/change-program";
import { showProgram } from "../../../domain/program/show-program";
import { permissionProcedure, router } from "../procedures";

/** Program Settings › General. */
export const programRouter = router({
  show: permissionProcedure("program_settings.view").query(({ ctx }) => showProgram(ctx.service)),
  change: permissionProcedure("api_settings.manage")
    .input(changeProgramInput)
    .mutation(({ ctx, input }) => changeProgram(ctx.service, input)),
});
