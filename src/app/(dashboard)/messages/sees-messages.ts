import type { Permission } from "@/contracts/permissions";

/** Any of these opens the list; what stands in it depends on which. */
export const seesMessages: readonly Permission[] = [
  "users.manage",
  "api_settings.manage",
  "access_requests.decide",
];
