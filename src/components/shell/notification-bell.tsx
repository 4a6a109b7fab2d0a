import { Bell } from "lucide-react";
import Link from "next/link";

/** The bell of the bar, with how many notifications are unread. */
export function NotificationBell({ unread, href }: { unread: number; href: string }) {
  return (
    <Link
      href={href}
      aria-label={unread > 0 ? `Notifications, ${unread} unread` : "Notifications"}
      className="relative grid size-8 flex-none place-items-center rounded-lg text-text-2 hover:bg-surface-3 hover:text-text"
    >
      <Bell />
      {unread > 0 ? (
        <span
          aria-hidden="true"
          className="absolute top-px -right-px h-[15px] min-w-[15px] rounded-full bg-accent px-1 text-center font-semibold text-[10px]/[15px] text-text-on-accent ring-2 ring-surface"
        >
          {unread > 99 ? "99+" : unread}
        </span>
      ) : null}
    </Link>
  );
}
