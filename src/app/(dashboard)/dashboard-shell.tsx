"use client";

import { signOut } from "next-auth/react";
import type { ReactNode } from "react";
import { AppShell } from "@/components/shell/app-shell";
import { UserMenu } from "@/components/shell/user-menu";
import type { Permission } from "@/contracts/permissions";
import { trpc } from "@/trpc/client";
import { Notifications } from "./notifications";

interface DashboardShellProps {
  user: { name: string; email: string; roles: string[]; permissions: Permission[] };
  children: ReactNode;
}

/** The shell with its numbers and the address, asked for again every ten seconds. */
export function DashboardShell({ user, children }: DashboardShellProps) {
  const { data: status } = trpc.shell.status.useQuery(undefined, { refetchInterval: 10_000 });
  return (
    <AppShell
      permissions={user.permissions}
      status={status}
      bell={<Notifications unread={status?.unreadNotifications ?? 0} />}
      userMenu={
        <UserMenu
          name={user.name}
          email={user.email}
          roles={user.roles}
          developer={user.permissions.includes("developer_api.use")}
          onSignOut={() => void signOut({ callbackUrl: "/sign-in" })}
        />
      }
    >
      {children}
    </AppShell>
  );
}
