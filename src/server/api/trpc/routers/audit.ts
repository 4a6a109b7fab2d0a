import "server-only";
import { getEventInput, listEventsInput } from "../../../../contracts/audit";
import { chainStatus } from "../../../domain/audit/chain-status";
import { getEvent, listEvents } from "../../../domain/audit/list-events";
import { permissionProcedure, router } from "../procedures";

/** The audit log: what happened, never values of customers. */
export const auditRouter = router({
  chain: permissionProcedure("audit.read").query(({ ctx }) => chainStatus(ctx.service)),
  list: permissionProcedure("audit.read")
    .input(listEventsInput)
    .query(({ ctx, input }) => listEvents(ctx.service, input)),
  get: permissionProcedure("audit.read")
    .input(getEventInput)
    .query(({ ctx, input }) => getEvent(ctx.service, input)),
});
