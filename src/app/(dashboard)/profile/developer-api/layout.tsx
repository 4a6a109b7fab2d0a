import type { ReactNode } from "react";
import { Page } from "@/components/page";
import { PermissionRefused } from "@/components/permission-refused";
import { getSession } from "@/server/auth";
import { DeveloperApi } from "./developer-api";

export const metadata = { title: "Developer API" };

/** Only the picture depends on the role here; the procedure behind it authorises itself, address included. */
export default async function DeveloperApiLayout({ children }: { children: ReactNode }) {
  const session = await getSession();
  if (!session) return null;
  const { name, roles, permissions } = session.user;
  if (!permissions.includes("developer_api.use")) {
    return (
      <Page>
        <PermissionRefused what="Developer API" needs="Staff" />
      </Page>
    );
  }
  return (
    <DeveloperApi signedInAs={[name, ...roles].join(", ")} seesRecords={permissions.includes("audit.read")}>
      {children}
    </DeveloperApi>
  );
}
