import "server-only";
import { completeSetupSchema } from "@/contracts/people";
import { completeSetup, isSetupOpen } from "../../../domain/setup/complete-setup";
import { runtime } from "../../../runtime";
import { publicProcedure, router } from "../procedures";

export const setupRouter = router({
  status: publicProcedure.query(async ({ ctx }) => ({ open: await isSetupOpen(ctx.service) })),
  complete: publicProcedure
    .input(completeSetupSchema)
    .mutation(({ ctx, input }) => completeSetup(ctx.service, input, runtime().setupCode)),
});
