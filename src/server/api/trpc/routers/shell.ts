import "server-only";
import { listNotifications, readNotifications } from "../../../domain/notification/list-notifications";
import { shellStatus } from "../../../domain/user/shell-status";
import { protectedProcedure, router } from "../procedures";

/** The frame around every page. */
export const shellRouter = router({
  status: protectedProcedure.query(({ ctx }) => shellStatus(ctx.service)),
  notifications: protectedProcedure.query(({ ctx }) => listNotifications(ctx.service)),
  readNotifications: protectedProcedure.mutation(({ ctx }) => readNotifications(ctx.service)),
});
