import { Page } from "@/components/page";
import { HydrateClient, trpc } from "@/trpc/server";
import { NotificationsView } from "./notifications-view";

export const metadata = { title: "Notifications" };

interface NotificationsPageProps {
  searchParams: Promise<{ cursor?: string | string[] }>;
}

export default async function NotificationsPage({ searchParams }: NotificationsPageProps) {
  const { cursor } = await searchParams;
  if (cursor === undefined) await trpc.shell.notifications.prefetch({});
  return (
    <HydrateClient>
      <Page>
        <NotificationsView />
      </Page>
    </HydrateClient>
  );
}
