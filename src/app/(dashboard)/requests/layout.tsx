import type { Metadata } from "next";
import type { ReactNode } from "react";
import { Page } from "@/components/page";
import { PermissionRefused } from "@/components/permission-refused";
import { securityPermissions } from "@/contracts/permissions";
import { sightPermission } from "@/contracts/request-kinds";
import { getSession } from "@/server/auth";
import { HydrateClient, trpc } from "@/trpc/server";
import { firstList } from "./first-list";
import { RequestsFrame } from "./requests-frame";

export async function generateMetadata(): Promise<Metadata> {
  const session = await getSession();
  const title = session?.user.permissions.includes("access_requests.decide") ? "Approvals" : "Requests";
  return { title: { default: title, template: "%s · Countersign" } };
}

/** The queue with the request beside it, for those who ask and those who decide. */
export default async function RequestsLayout({ children }: { children: ReactNode }) {
  const session = await getSession();
  const held = session?.user.permissions ?? [];
  const decides = held.includes("access_requests.decide");
  const asks = Object.values(sightPermission).some((one) => one !== null && held.includes(one));
  if (!decides && !asks) {
    return (
      <Page>
        <PermissionRefused
          what="The queue of requests"
          needs="Security Admin, Security Manager or Administrator"
        />
      </Page>
    );
  }
  await Promise.all([
    securityPermissions.some((one) => held.includes(one)) && trpc.emergencyAccess.reviews.prefetch(),
    trpc.accessRequests.list.prefetch(firstList(decides)),
    trpc.accessRequests.list.prefetch(firstList(decides, { group: "decided" })),
  ]);
  return (
    <HydrateClient>
      <RequestsFrame role={{ decides, asks, manages: held.includes("api_settings.manage") }}>
        {children}
      </RequestsFrame>
    </HydrateClient>
  );
}
