"use client";

import { Bell } from "lucide-react";
import { Alert } from "@/components/alert";
import { Button } from "@/components/button";
import { Card } from "@/components/card";
import { EmptyState } from "@/components/empty-state";
import { PageHeader } from "@/components/page-header";
import { Pager } from "@/components/pager";
import { useFreshRows } from "@/components/request/use-fresh-rows";
import { NotificationEntry } from "@/components/shell/notification-entry";
import { SkeletonText } from "@/components/skeleton";
import { trpc } from "@/trpc/client";
import { fallbackInterval } from "@/trpc/live/fallback-interval";
import { useKeysetPage } from "../use-keyset-page";

/** All of one's own notifications, newest first; the first page keeps up by itself. */
export function NotificationsView() {
  const place = useKeysetPage();
  const utils = trpc.useUtils();
  const { data: status } = trpc.shell.status.useQuery();
  const query = trpc.shell.notifications.useQuery(place.cursor ? { cursor: place.cursor } : {}, {
    refetchInterval: fallbackInterval,
    placeholderData: (last) => last,
  });
  const read = trpc.shell.readNotifications.useMutation({ onSettled: () => utils.shell.invalidate() });
  const items = query.data?.notifications;
  const next = query.data?.nextCursor ?? null;
  const fresh = useFreshRows(
    items,
    ({ id }) => id,
    () => "",
  );
  const unread = status?.unreadNotifications ?? 0;
  return (
    <>
      <PageHeader
        title="Notifications"
        lead="What waits for you and what became of it. Never a value, secret or code."
        actions={
          unread > 0 ? (
            <Button pending={read.isPending} onPress={() => read.mutate(undefined)}>
              Mark all read
            </Button>
          ) : undefined
        }
      />
      <Card label="Notifications">
        {query.error ? (
          <div className="p-4">
            <Alert tone="refused" title="The notifications did not load.">
              {query.error.message}
            </Alert>
          </div>
        ) : null}
        {items || query.error ? null : (
          <div className="p-4">
            <SkeletonText lines={6} />
          </div>
        )}
        <ul>
          {items?.map((item) => (
            <NotificationEntry
              key={item.id}
              item={item}
              fresh={fresh.has(item.id)}
              onOpen={() => {
                if (item.readAt === null) read.mutate({ notificationId: item.id });
              }}
            />
          ))}
        </ul>
        {items?.length === 0 ? (
          <EmptyState icon={<Bell />} action={<Button href="/">Go to Home</Button>}>
            Requests to decide, what was decided about yours, and what happens to your tokens and your account
            appear here.
          </EmptyState>
        ) : null}
        {items && (next !== null || place.page > 1) ? (
          <Pager
            summary={`Page ${place.page}`}
            words={{ previous: "Newer", next: "Older" }}
            hasPrevious={place.page > 1}
            hasNext={next !== null}
            pending={query.isPlaceholderData}
            onPrevious={place.previous}
            onNext={() => next !== null && place.next(next)}
          />
        ) : null}
      </Card>
    </>
  );
}
