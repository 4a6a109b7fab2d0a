import type { Permission } from "@/contracts/permissions";

export interface HomeUser {
  id: string;
  name: string;
  permissions: readonly Permission[];
}
