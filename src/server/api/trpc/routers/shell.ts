import "server-only";
import { z } from "zod";
import { listNotifications, readNotifications } from "../../../domain/notification/list-notifications";
import { shellStatus } from "../../../domain/user/shell-status";
import { protectedProcedure, router } from "../procedures";

/** The frame around every page. */
export const shellRouter = router({
  status: protectedProcedure.query(({ ctx }) => shellStatus(ctx.service)),
  notifications: protectedProcedure
    .input(z.object({ cursor: z.uuid().optional() }).optional())
    .query(({ ctx, input }) => listNotifications(ctx.service, input)),
  readNotifications: protectedProcedure
    .input(
      z
        .object({
          notificationId: z.uuid().optional(),
          accessRequestId: z.uuid().optional(),
          tokenId: z.uuid().optional(),
        })
        .optional(),
    )
    .mutation(({ ctx, input }) => readNotifications(ctx.service, input)),
});
