import type { ReactNode } from "react";
import { Page } from "@/components/page";
import { PageHeader } from "@/components/page-header";
import { TabNav } from "@/components/tab-nav";
import type { Permission } from "@/contracts/permissions";
import { getSession } from "@/server/auth";

const tabs: ReadonlyArray<{ href: string; label: string; needs: Permission }> = [
  { href: "/settings/program/general", label: "General", needs: "program_settings.view" },
  { href: "/settings/program/api", label: "API Settings", needs: "api_settings.manage" },
];

/** Only the picture depends on the role here; every procedure behind the tabs authorises itself. */
export default async function ProgramSettingsLayout({ children }: { children: ReactNode }) {
  const session = await getSession();
  const shown = tabs.filter(({ needs }) => session?.user.permissions.includes(needs));
  return (
    <Page>
      <PageHeader title="Program Settings" />
      {shown.length > 0 ? <TabNav label="Program Settings" tabs={shown} /> : null}
      {children}
    </Page>
  );
}
