import { getSession } from "@/server/auth";
import { CustomerView } from "./customer-view";

export default async function CustomerPage({ params }: { params: Promise<{ customerId: string }> }) {
  const { customerId } = await params;
  const session = await getSession();
  if (!session) return null;
  const { name, roles, permissions } = session.user;
  return (
    <CustomerView
      customerId={customerId}
      signedInAs={[name, ...roles].join(", ")}
      seesRecords={permissions.includes("audit.read")}
    />
  );
}
