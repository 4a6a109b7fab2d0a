"use client";

import { useState } from "react";
import { NotificationBell } from "@/components/shell/notification-bell";
import { NotificationPanel } from "@/components/shell/notification-panel";
import { trpc } from "@/trpc/client";

/** The bell with its panel; the list is asked for while the panel is open. */
export function Notifications({ unread }: { unread: number }) {
  const [open, setOpen] = useState(false);
  const utils = trpc.useUtils();
  const list = trpc.shell.notifications.useQuery(undefined, { enabled: open, refetchInterval: 8_000 });
  const read = trpc.shell.readNotifications.useMutation({ onSettled: () => utils.shell.invalidate() });
  return (
    <NotificationBell unread={unread} open={open} onOpenChange={setOpen}>
      <NotificationPanel
        items={list.data}
        error={list.error?.message}
        onOpen={(item) => {
          setOpen(false);
          if (item.readAt === null) read.mutate({ notificationId: item.id });
        }}
        onReadAll={() => read.mutate(undefined)}
      />
    </NotificationBell>
  );
}
