import "server-only";
import { z } from "zod";
import { knownPasswordSchema } from "@/contracts/password";
import {
  changeEmailSchema,
  changePasswordSchema,
  choosePasswordSchema,
  emailSchema,
  linkTokenSchema,
} from "@/contracts/people";
import { requireFreshProof } from "../../../domain/access/require-fresh-proof";
import { askOwnEmailChange } from "../../../domain/email-change/ask-email-change";
import {
  cancelEmailChangeByLink,
  cancelOwnEmailChange,
} from "../../../domain/email-change/cancel-email-change";
import { confirmEmailChange } from "../../../domain/email-change/confirm-email-change";
import { ownEmailChange, previewEmailChange } from "../../../domain/email-change/show-email-change";
import { proveSession } from "../../../domain/session/prove-session";
import { acceptInvitation } from "../../../domain/user/accept-invitation";
import { changePassword } from "../../../domain/user/change-password";
import { previewLink } from "../../../domain/user/open-link";
import { requestPasswordReset } from "../../../domain/user/request-password-reset";
import { resetPassword } from "../../../domain/user/reset-password";
import { withNewCookie } from "../context";
import { protectedProcedure, publicProcedure, router } from "../procedures";

const byLink = publicProcedure.input(z.object({ token: linkTokenSchema }));

/** A mutation though it changes nothing: what comes in opens an account, and queries stand in addresses and logs. */
const preview = (purpose: "invitation" | "password_reset") =>
  byLink.mutation(({ ctx, input }) => previewLink(ctx.service, { purpose, ...input }));

export const accountRouter = router({
  prove: protectedProcedure
    .input(z.object({ password: knownPasswordSchema }))
    .mutation(async ({ ctx, input }) => withNewCookie(ctx, await proveSession(ctx.service, input))),
  changePassword: protectedProcedure
    .input(changePasswordSchema)
    .mutation(async ({ ctx, input }) => withNewCookie(ctx, await changePassword(ctx.service, input))),
  emailChange: protectedProcedure.query(({ ctx }) => ownEmailChange(ctx.service)),
  changeEmail: protectedProcedure
    .input(changeEmailSchema)
    .mutation(({ ctx, input }) => askOwnEmailChange(requireFreshProof(ctx.service), input)),
  cancelEmailChange: protectedProcedure.mutation(({ ctx }) => cancelOwnEmailChange(ctx.service)),
  previewEmailChange: byLink.mutation(({ ctx, input }) => previewEmailChange(ctx.service, input)),
  confirmEmailChange: byLink.mutation(({ ctx, input }) => confirmEmailChange(ctx.service, input)),
  cancelEmailChangeByLink: byLink.mutation(({ ctx, input }) => cancelEmailChangeByLink(ctx.service, input)),
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
