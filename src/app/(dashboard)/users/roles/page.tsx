import { getSession } from "@/server/auth";
import { RolesCard } from "./roles-card";

export const metadata = { title: "Roles" };

export default async function RolesPage() {
  const session = await getSession();
  if (!session) return null;
  return <RolesCard mayManage={session.user.permissions.includes("roles.manage")} />;
}
