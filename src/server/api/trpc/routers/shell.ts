import "server-only";
import { z } from "zod";
import { listNotifications, readNotifications } from "../../../domain/notification/list-notifications";
import { shellStatus } from "../../../domain/user/shell-status";
import { protectedProcedure, router } from "../procedures";

/** The frame around every page. */
export const shellRouter = router({
  status: protectedProcedure.query(({ ctx }) => shellStatus(ctx.service)),
  notifications: protectedProcedure.query(({ ctx }) => listNotifications(ctx.service)),
  readNotifications: protectedProcedure
    .input(z.object({ notificationId: z.uuid().optional() }).optional())
    .mutation(({ ctx, input }) => readNotifications(ctx.service, input)),
});
