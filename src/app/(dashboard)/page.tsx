import type { Metadata } from "next";
import { securityPermissions } from "@/contracts/permissions";
import { getSession } from "@/server/auth";
import { HydrateClient, trpc } from "@/trpc/server";
import { HomeView } from "./home/home-view";
import { myDrafts, myOpen, othersWaiting, suspendedList, toDisplayList } from "./home/lists";

export const metadata: Metadata = { title: "Home" };

/** What waits for this person, by what their roles include; each list authorises itself. */
export default async function HomePage() {
  const session = await getSession();
  if (!session) return null;
  const { name, id, permissions } = session.user;
  const asks = permissions.includes("api_settings.manage");
  await Promise.all([
    trpc.messages.failed.prefetch(),
    permissions.includes("access_requests.decide") && trpc.accessRequests.list.prefetch(othersWaiting),
    securityPermissions.some((one) => permissions.includes(one)) && trpc.emergencyAccess.reviews.prefetch(),
    asks && trpc.accessRequests.list.prefetch(myOpen),
    asks && trpc.securityTokens.list.prefetch(toDisplayList),
    asks && trpc.securityTokens.list.prefetch(myDrafts),
    asks && trpc.addressAsks.list.prefetch(),
    asks && trpc.securityTokens.list.prefetch(suspendedList),
    asks && trpc.securityTokens.list.prefetch({ group: "live", search: "", page: 1 }),
    asks && trpc.securityTokens.list.prefetch({ group: "expiring", search: "", page: 1 }),
  ]);
  return (
    <HydrateClient>
      <HomeView user={{ id, name, permissions }} renderedAt={new Date().toISOString()} />
    </HydrateClient>
  );
}
