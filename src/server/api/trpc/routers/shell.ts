import "server-only";
import { z } from "zod";
import { idSchema } from "@/contracts/id";
import { listNotifications, readNotifications } from "../../../domain/notification/list-notifications";
import { shellStatus } from "../../../domain/user/shell-status";
import { protectedProcedure, router } from "../procedures";

/** The frame around every page. */
export const shellRouter = router({
  status: protectedProcedure.query(({ ctx }) => shellStatus(ctx.service)),
  notifications: protectedProcedure
    .input(z.object({ cursor: idSchema.optional() }).optional())
    .query(({ ctx, input }) => listNotifications(ctx.service, input)),
  readNotifications: protectedProcedure
    .input(
      z
        .object({
          notificationId: idSchema.optional(),
          accessRequestId: idSchema.optional(),
          tokenId: idSchema.optional(),
        })
        .optional(),
    )
    .mutation(({ ctx, input }) => readNotifications(ctx.service, input)),
});
