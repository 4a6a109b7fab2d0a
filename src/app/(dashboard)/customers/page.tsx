import { getSession } from "@/server/auth";
import { CustomersView } from "./customers-view";

export default async function CustomersPage() {
  const session = await getSession();
  if (!session) return null;
  return <CustomersView signedInAs={[session.user.name, ...session.user.roles].join(", ")} />;
}
