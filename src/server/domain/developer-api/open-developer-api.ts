import "server-only";
import { apiLibrary } from "../../../contracts/api-library";
import type { ApprovedIpContext, PermittedContext } from "../context";

/**
 * The API Library, for whoever holds developer_api.use and stands at a live Approved IP (rule 1), with the address that
 * calls from this browser leave from. Nothing of it is kept by the page: asked for again, it is refused as soon as either ends.
 */
export async function openDeveloperApi(context: ApprovedIpContext<PermittedContext<"developer_api.use">>) {
  return {
    address: context.clientIp,
    /** What samples call; built from APP_URL alone. */
    baseUrl: new URL("/api/v1", context.settings.appUrl).href,
    operations: apiLibrary,
  };
}
