import "server-only";
import { z } from "zod";
import { idSchema } from "@/contracts/id";
import {
  appCodeSchema,
  factorNameSchema,
  passkeyAnswerSchema,
  recoveryCodeSchema,
} from "../../../../contracts/second-factor";
import { requireFreshProof } from "../../../domain/access/require-fresh-proof";
import { beginApp, confirmApp, proveApp } from "../../../domain/second-factor/authenticator-app";
import { listFactors } from "../../../domain/second-factor/list-factors";
import {
  beginPasskey,
  beginPasskeyProof,
  finishPasskey,
  provePasskey,
} from "../../../domain/second-factor/passkey";
import { proveRecoveryCode } from "../../../domain/second-factor/prove-recovery-code";
import { removeFactor, renewRecoveryCodes } from "../../../domain/second-factor/remove-factor";
import { withNewCookie } from "../context";
import { halfProcedure, protectedProcedure, router } from "../procedures";

const name = factorNameSchema;

/** One's own second factors; what a half signed-in person may call is here and nowhere else. */
export const secondFactorRouter = router({
  list: halfProcedure.query(({ ctx }) => listFactors(ctx.service)),
  beginPasskey: halfProcedure.mutation(({ ctx }) => beginPasskey(ctx.service)),
  finishPasskey: halfProcedure
    .input(z.object({ answer: passkeyAnswerSchema, name }))
    .mutation(async ({ ctx, input }) => withNewCookie(ctx, await finishPasskey(ctx.service, input))),
  beginApp: halfProcedure
    .input(z.object({ name }))
    .mutation(({ ctx, input }) => beginApp(ctx.service, input)),
  confirmApp: halfProcedure
    .input(z.object({ factorId: idSchema, code: appCodeSchema }))
    .mutation(async ({ ctx, input }) => withNewCookie(ctx, await confirmApp(ctx.service, input))),
  beginProof: halfProcedure.mutation(({ ctx }) => beginPasskeyProof(ctx.service)),
  provePasskey: halfProcedure
    .input(z.object({ answer: passkeyAnswerSchema }))
    .mutation(async ({ ctx, input }) => withNewCookie(ctx, await provePasskey(ctx.service, input))),
  proveApp: halfProcedure
    .input(z.object({ code: appCodeSchema }))
    .mutation(async ({ ctx, input }) => withNewCookie(ctx, await proveApp(ctx.service, input))),
  proveRecoveryCode: halfProcedure
    .input(z.object({ code: recoveryCodeSchema }))
    .mutation(async ({ ctx, input }) => withNewCookie(ctx, await proveRecoveryCode(ctx.service, input))),
  remove: protectedProcedure
    .input(z.object({ factorId: idSchema }))
    .mutation(({ ctx, input }) => removeFactor(requireFreshProof(ctx.service), input)),
  renewRecoveryCodes: protectedProcedure.mutation(({ ctx }) =>
    renewRecoveryCodes(requireFreshProof(ctx.service)),
  ),
});
