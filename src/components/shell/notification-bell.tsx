"use client";

import { Popover } from "@heroui/react/popover";
import { Bell } from "lucide-react";
import type { ReactNode } from "react";
import { IconButton } from "../icon-button";

interface NotificationBellProps {
  unread: number;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** The panel that it opens. */
  children: ReactNode;
}

/** The bell of the bar, with how many notifications are unread, over its panel. */
export function NotificationBell({ unread, open, onOpenChange, children }: NotificationBellProps) {
  return (
    <Popover isOpen={open} onOpenChange={onOpenChange}>
      <span className="relative flex-none">
        <IconButton label={unread > 0 ? `Notifications, ${unread} unread` : "Notifications"}>
          <Bell />
        </IconButton>
        {unread > 0 ? (
          <span
            aria-hidden="true"
            className="pointer-events-none absolute top-px -right-px h-[15px] min-w-[15px] rounded-full bg-accent px-1 text-center font-semibold text-[10px]/[15px] text-text-on-accent ring-2 ring-surface"
          >
            {unread > 99 ? "99+" : unread}
          </span>
        ) : null}
      </span>
      <Popover.Content
        placement="bottom end"
        className="w-[min(360px,calc(100vw-24px))] rounded-xl border border-line bg-overlay shadow-pop"
      >
        <Popover.Dialog aria-label="Notifications" className="p-0 outline-none">
          {children}
        </Popover.Dialog>
      </Popover.Content>
    </Popover>
  );
}
