import "server-only";
import { z } from "zod";
import { idSchema } from "@/contracts/id";
import { choosePreferenceInput, listMessagesInput } from "@/contracts/messages";
import { choosePreference, showPreferences } from "../../../domain/message/choose-preferences";
import { countFailed, listMessages } from "../../../domain/message/list-messages";
import { resendMessage } from "../../../domain/message/resend-message";
import { protectedProcedure, router } from "../procedures";

/** E-mail; who sees a message or sends it again depends on what it is about, so the verbs decide. */
export const messagesRouter = router({
  list: protectedProcedure
    .input(listMessagesInput)
    .query(({ ctx, input }) => listMessages(ctx.service, input)),
  failed: protectedProcedure.query(({ ctx }) => countFailed(ctx.service)),
  resend: protectedProcedure
    .input(z.object({ messageId: idSchema }))
    .mutation(({ ctx, input }) => resendMessage(ctx.service, input)),
  preferences: protectedProcedure.query(({ ctx }) => showPreferences(ctx.service)),
  choose: protectedProcedure
    .input(choosePreferenceInput)
    .mutation(({ ctx, input }) => choosePreference(ctx.service, input)),
});
