import "server-only";
import { z } from "zod";
import { idSchema } from "@/contracts/id";
import { askForAddressInput, dismissAskInput } from "../../../../contracts/address-ask";
import { askForAddress } from "../../../domain/address-ask/ask-for-address";
import { dismissAsk } from "../../../domain/address-ask/dismiss-ask";
import { getAsk, listAsks, ownAsk } from "../../../domain/address-ask/list-asks";
import { permissionProcedure, protectedProcedure, router } from "../procedures";

const manage = permissionProcedure("api_settings.manage");

/** From the page that refuses an address to the Security Managers, and their answer. */
export const addressAsksRouter = router({
  mine: protectedProcedure.query(({ ctx }) => ownAsk(ctx.service)),
  ask: protectedProcedure
    .input(askForAddressInput)
    .mutation(({ ctx, input }) => askForAddress(ctx.service, input)),
  list: manage.query(({ ctx }) => listAsks(ctx.service)),
  get: manage.input(z.object({ askId: idSchema })).query(({ ctx, input }) => getAsk(ctx.service, input)),
  dismiss: manage.input(dismissAskInput).mutation(({ ctx, input }) => dismissAsk(ctx.service, input)),
});
