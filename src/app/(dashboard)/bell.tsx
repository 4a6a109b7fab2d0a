"use client";

import { useState } from "react";
import { useFreshRows } from "@/components/request/use-fresh-rows";
import { NotificationBell } from "@/components/shell/notification-bell";
import { NotificationPanel } from "@/components/shell/notification-panel";
import { trpc } from "@/trpc/client";
import { fallbackInterval } from "@/trpc/live/fallback-interval";

/** The bell with its panel; the list is asked for while the panel is open. */
export function Bell({ unread }: { unread: number }) {
  const [open, setOpen] = useState(false);
  const utils = trpc.useUtils();
  const list = trpc.shell.notifications.useQuery(undefined, {
    enabled: open,
    refetchInterval: fallbackInterval,
  });
  const read = trpc.shell.readNotifications.useMutation({ onSettled: () => utils.shell.invalidate() });
  const items = list.data?.notifications;
  const fresh = useFreshRows(
    items,
    ({ id }) => id,
    () => "",
  );
  return (
    <NotificationBell unread={unread} open={open} onOpenChange={setOpen}>
      <NotificationPanel
        items={items}
        error={list.error?.message}
        fresh={fresh}
        onOpen={(item) => {
          setOpen(false);
          if (item.readAt === null) read.mutate({ notificationId: item.id });
        }}
        onReadAll={() => read.mutate(undefined)}
        onSeeAll={() => setOpen(false)}
      />
    </NotificationBell>
  );
}
