"use client";

import { signOut } from "next-auth/react";
import { type ReactNode, useEffect } from "react";
import { AppShell } from "@/components/shell/app-shell";
import { UserMenu } from "@/components/shell/user-menu";
import type { Permission } from "@/contracts/permissions";
import { trpc } from "@/trpc/client";
import { fallbackInterval } from "@/trpc/live/fallback-interval";
import { useLive } from "@/trpc/live/use-live";
import { Bell } from "./bell";
import { EmergencyBanner } from "./emergency/emergency-banner";

interface DashboardShellProps {
  user: { name: string; email: string; roles: string[]; permissions: Permission[] };
  children: ReactNode;
}

/** The shell with its numbers and the address; it keeps every page within it up with what changes. */
export function DashboardShell({ user, children }: DashboardShellProps) {
  const leave = useLive();
  const { data: status, error } = trpc.shell.status.useQuery(undefined, {
    refetchInterval: fallbackInterval,
  });
  const ended = error?.data?.reason === "not_signed_in" || error?.data?.reason === "factor_required";
  useEffect(() => {
    if (ended) window.location.reload();
  }, [ended]);
  return (
    <AppShell
      permissions={user.permissions}
      status={status}
      notice={status?.emergency ? <EmergencyBanner emergency={status.emergency} /> : null}
      bell={<Bell unread={status?.unreadNotifications ?? 0} />}
      userMenu={
        <UserMenu
          name={user.name}
          email={user.email}
          roles={user.roles}
          developer={user.permissions.includes("developer_api.use")}
          onSignOut={() => {
            leave();
            // What was typed and not sent is not for who uses this tab next (ASVS 14.3.1).
            window.sessionStorage.clear();
            void signOut({ callbackUrl: "/sign-in" });
          }}
        />
      }
    >
      {children}
    </AppShell>
  );
}
