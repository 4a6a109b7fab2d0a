import { Page } from "@/components/page";
import { PermissionRefused } from "@/components/permission-refused";
import { getSession } from "@/server/auth";
import { AuditLogView } from "./audit-log-view";

export const metadata = { title: "Audit log" };

/** Only the picture depends on the role here; the procedure behind it authorises itself. */
export default async function AuditLogPage() {
  const session = await getSession();
  if (!session?.user.permissions.includes("audit.read")) {
    return (
      <Page>
        <PermissionRefused what="Audit log" needs="Administrator" />
      </Page>
    );
  }
  const { permissions } = session.user;
  return (
    <AuditLogView
      seesCustomers={permissions.includes("customers.read")}
      seesTokens={permissions.includes("api_settings.manage")}
    />
  );
}
