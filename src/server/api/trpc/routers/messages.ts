import "server-only";
import { z } from "zod";
import { resendMessage } from "../../../domain/message/resend-message";
import { protectedProcedure, router } from "../procedures";

/** Mail that failed; who may send it again depends on what it is about, so the verb decides. */
export const messagesRouter = router({
  resend: protectedProcedure
    .input(z.object({ messageId: z.uuid() }))
    .mutation(({ ctx, input }) => resendMessage(ctx.service, input)),
});
