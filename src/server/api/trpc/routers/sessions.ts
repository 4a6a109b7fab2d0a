import "server-only";
import { z } from "zod";
import { idSchema } from "@/contracts/id";
import { endOtherSessions, endSession } from "../../../domain/session/end-session";
import { listSessions } from "../../../domain/session/list-sessions";
import { protectedProcedure, router } from "../procedures";

export const sessionsRouter = router({
  list: protectedProcedure.query(({ ctx }) => listSessions(ctx.service)),
  end: protectedProcedure
    .input(z.object({ sessionId: idSchema }))
    .mutation(({ ctx, input }) => endSession(ctx.service, input)),
  endOthers: protectedProcedure.mutation(({ ctx }) => endOtherSessions(ctx.service)),
});
