import { headers } from "next/headers";
import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { factorPath, signInPath } from "@/contracts/return-path";
import { getFactorDue, getSession } from "@/server/auth";
import { HydrateClient, trpc } from "@/trpc/server";
import { DashboardShell } from "./dashboard-shell";

/** Everything behind sign-in. Each page and procedure still authorises itself. */
export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const session = await getSession();
  if (!session) {
    const [due, from] = [await getFactorDue(), (await headers()).get("x-page-url")];
    redirect(due ? factorPath(due, from) : signInPath(from));
  }
  await trpc.shell.status.prefetch();
  const { name, email, roles, permissions } = session.user;
  return (
    <HydrateClient>
      <DashboardShell user={{ name, email, roles, permissions }}>{children}</DashboardShell>
    </HydrateClient>
  );
}
