import { getSession } from "@/server/auth";
import { PeopleCard } from "./people-card";

export const metadata = { title: "Users" };

export default async function PeoplePage() {
  const session = await getSession();
  if (!session) return null;
  const { id, permissions } = session.user;
  return <PeopleCard myId={id} mayManage={permissions.includes("users.manage")} />;
}
