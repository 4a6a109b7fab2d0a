import "server-only";
import { z } from "zod";
import { idSchema } from "@/contracts/id";
import { searchWords } from "@/contracts/plain-text";
import { listMailbox } from "../../../domain/message/read-mailbox";
import { mailOf, openMailbox } from "../../mailbox-door";
import { publicProcedure, router } from "../procedures";

/** /dev/mailbox: embedded mode without a key, from this very machine; not_found for everybody else. */
export const mailboxRouter = router({
  list: publicProcedure
    .input(z.object({ search: searchWords(100) }))
    .query(({ ctx, input }) => listMailbox(openMailbox(ctx.service), input)),
  get: publicProcedure.input(z.object({ messageId: idSchema })).query(async ({ ctx, input }) => {
    const { html: _, ...mail } = await mailOf(ctx.service, input.messageId);
    return mail;
  }),
});
