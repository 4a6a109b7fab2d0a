import "server-only";
import { z } from "zod";
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
import { halfProcedure, protectedProcedure, router } from "../procedures";

const name = factorNameSchema;

/** One's own second factors; what a half signed-in person may call is here and nowhere else. */
export const secondFactorRouter = router({
  list: halfProcedure.query(({ ctx }) => listFactors(ctx.service)),
  beginPasskey: halfProcedure.mutation(({ ctx }) => beginPasskey(ctx.service)),
  finishPasskey: halfProcedure
    .input(z.object({ answer: passkeyAnswerSchema, name }))
    .mutation(({ ctx, input }) => finishPasskey(ctx.service, input)),
  beginApp: halfProcedure
    .input(z.object({ name }))
    .mutation(({ ctx, input }) => beginApp(ctx.service, input)),
  confirmApp: halfProcedure
    .input(z.object({ factorId: z.uuid(), code: appCodeSchema }))
    .mutation(({ ctx, input }) => confirmApp(ctx.service, input)),
  beginProof: halfProcedure.mutation(({ ctx }) => beginPasskeyProof(ctx.service)),
  provePasskey: halfProcedure
    .input(z.object({ answer: passkeyAnswerSchema }))
    .mutation(({ ctx, input }) => provePasskey(ctx.service, input)),
  proveApp: halfProcedure
    .input(z.object({ code: appCodeSchema }))
    .mutation(({ ctx, input }) => proveApp(ctx.service, input)),
  proveRecoveryCode: halfProcedure
    .input(z.object({ code: recoveryCodeSchema }))
    .mutation(({ ctx, input }) => proveRecoveryCode(ctx.service, input)),
  remove: protectedProcedure
    .input(z.object({ factorId: z.uuid() }))
    .mutation(({ ctx, input }) => removeFactor(requireFreshProof(ctx.service), input)),
  renewRecoveryCodes: protectedProcedure.mutation(({ ctx }) =>
    renewRecoveryCodes(requireFreshProof(ctx.service)),
  ),
});
