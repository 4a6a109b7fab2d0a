import "server-only";
import { z } from "zod";
import { knownPasswordSchema } from "@/contracts/password";
import { changePasswordSchema, choosePasswordSchema, emailSchema, linkTokenSchema } from "@/contracts/people";
import { proveSession } from "../../../domain/session/prove-session";
import { acceptInvitation } from "../../../domain/user/accept-invitation";
import { changePassword } from "../../../domain/user/change-password";
import { previewLink } from "../../../domain/user/link-token";
import { requestPasswordReset } from "../../../domain/user/request-password-reset";
import { resetPassword } from "../../../domain/user/reset-password";
import { protectedProcedure, publicProcedure, router } from "../procedures";

/** A mutation though it changes nothing: what comes in opens an account, and queries stand in addresses and logs. */
const preview = (purpose: "invitation" | "password_reset") =>
  publicProcedure
    .input(z.object({ token: linkTokenSchema }))
    .mutation(({ ctx, input }) => previewLink(ctx.service, { purpose, ...input }));

export const accountRouter = router({
  prove: protectedProcedure
    .input(z.object({ password: knownPasswordSchema }))
    .mutation(({ ctx, input }) => proveSession(ctx.service, input)),
  changePassword: protectedProcedure
    .input(changePasswordSchema)
    .mutation(({ ctx, input }) => changePassword(ctx.service, input)),
  requestPasswordReset: publicProcedure
    .input(z.object({ email: emailSchema }))
    .mutation(({ ctx, input }) => requestPasswordReset(ctx.service, input)),
  previewPasswordReset: preview("password_reset"),
  resetPassword: publicProcedure
    .input(choosePasswordSchema)
    .mutation(({ ctx, input }) => resetPassword(ctx.service, input)),
  previewInvitation: preview("invitation"),
  acceptInvitation: publicProcedure
    .input(choosePasswordSchema)
    .mutation(({ ctx, input }) => acceptInvitation(ctx.service, input)),
});
