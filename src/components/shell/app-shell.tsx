"use client";

import { FlaskConical } from "lucide-react";
import type { ReactNode } from "react";
import type { Permission } from "@/contracts/permissions";
import { FocusKeeper } from "../panel-focus";
import { Breadcrumbs } from "./breadcrumbs";
import { CrumbLabelProvider } from "./crumb-label";
import { MobileNav } from "./mobile-nav";
import { type ShellStatus, SideNav } from "./side-nav";

interface AppShellProps {
  permissions: readonly Permission[];
  status: ShellStatus | undefined;
  bell: ReactNode;
  userMenu: ReactNode;
  /** What must be in view on every page. */
  notice?: ReactNode;
  children: ReactNode;
}

/** Navigation at the left, bar above, page below; narrow, the navigation folds away. */
export function AppShell({ permissions, status, bell, userMenu, notice, children }: AppShellProps) {
  const nav = <SideNav permissions={permissions} status={status} />;
  return (
    <CrumbLabelProvider>
      <a
        href="#page"
        className="sr-only z-20 rounded-lg bg-surface px-3 py-2 focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to the page
      </a>
      <div className="grid min-h-screen desk:grid-cols-[var(--nav)_minmax(0,1fr)]">
        <aside className="sticky top-0 h-screen max-desk:hidden">{nav}</aside>
        <div className="flex min-w-0 flex-col border-line desk:border-l">
          <header className="sticky top-0 z-10 flex h-(--bar) flex-none items-center gap-1 border-line border-b bg-surface px-3 desk:gap-3 desk:px-6">
            <MobileNav>{nav}</MobileNav>
            <Breadcrumbs permissions={permissions} />
            {bell}
            {userMenu}
          </header>
          {status?.demonstration ? (
            <aside
              aria-label="Demonstration"
              className="border-pending-line border-b bg-pending-soft px-4 py-1.5 text-12 desk:px-6"
            >
              <FlaskConical className="mr-2 inline size-3.5 text-pending" aria-hidden />A demonstration with
              invented people and customers: second factors are off, and e-mail arrives at{" "}
              <a className="link" href="/dev/mailbox">
                /dev/mailbox
              </a>
              .
            </aside>
          ) : null}
          {notice}
          <main id="page" tabIndex={-1} className="flex flex-1 flex-col outline-none">
            <FocusKeeper>{children}</FocusKeeper>
          </main>
        </div>
      </div>
    </CrumbLabelProvider>
  );
}
