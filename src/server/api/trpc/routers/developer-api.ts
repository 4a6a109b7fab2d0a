import "server-only";
import { openDeveloperApi } from "../../../domain/developer-api/open-developer-api";
import { approvedIpProcedure, router } from "../procedures";

/** Profile › Developer API: with the permission, from a live Approved IP. */
export const developerApiRouter = router({
  open: approvedIpProcedure("developer_api.use").query(({ ctx }) => openDeveloperApi(ctx.service)),
});
