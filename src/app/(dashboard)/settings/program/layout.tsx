import type { ReactNode } from "react";
import { Page } from "@/components/page";
import { PageHeader } from "@/components/page-header";
import { TabNav } from "@/components/tab-nav";

const tabs = [{ href: "/settings/program/api", label: "API Settings" }];

export default function ProgramSettingsLayout({ children }: { children: ReactNode }) {
  return (
    <Page>
      <PageHeader title="Program Settings" />
      <TabNav label="Program Settings" tabs={tabs} />
      {children}
    </Page>
  );
}
