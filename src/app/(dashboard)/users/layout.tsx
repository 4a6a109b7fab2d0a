import type { ReactNode } from "react";
import { Page } from "@/components/page";
import { PageHeader } from "@/components/page-header";
import { PermissionRefused } from "@/components/permission-refused";
import { TabNav } from "@/components/tab-nav";
import { getSession } from "@/server/auth";

const tabs = [
  { href: "/users/people", label: "Users" },
  { href: "/users/roles", label: "Roles" },
];

/** Only the picture depends on the role here; every procedure behind it authorises itself. */
export default async function UsersLayout({ children }: { children: ReactNode }) {
  const session = await getSession();
  const allowed = session?.user.permissions.includes("users.view");
  return (
    <Page>
      <PageHeader title="Users & Roles" />
      {allowed ? <TabNav label="Users & Roles" tabs={tabs} /> : null}
      {allowed ? children : <PermissionRefused what="Users & Roles" needs="Administrator" />}
    </Page>
  );
}
