import Link from "next/link";
import { cx } from "../cx";
import { Mono } from "../mono";
import { RelativeTime } from "../relative-time";
import { type State, StateIcon } from "../state-icon";
import {
  type NotificationItem,
  notificationHref,
  notificationSubject,
  notificationWords,
} from "./notification-words";

const colours: Record<State, string> = {
  live: "text-live",
  pending: "text-pending",
  expiring: "text-expiring",
  refused: "text-refused",
  ended: "text-ended",
  "not-begun": "text-ended",
  shown: "text-accent-text",
};

interface NotificationEntryProps {
  item: NotificationItem;
  /** Arrived or changed just now. */
  fresh?: boolean;
  onOpen: () => void;
}

/** One notification, which leads to what it is about. */
export function NotificationEntry({ item, fresh = false, onOpen }: NotificationEntryProps) {
  const { state, words } = notificationWords(item);
  const unread = item.readAt === null;
  return (
    <li className={cx("border-line not-last:border-b", fresh && "fresh")}>
      <Link
        href={notificationHref(item)}
        onClick={onOpen}
        className="grid grid-cols-[16px_minmax(0,1fr)_auto] gap-x-2.5 px-4 py-3 text-13 -outline-offset-2 hover:bg-surface-2"
      >
        <StateIcon state={state} className={cx("mt-0.5", colours[state])} />
        <span className="min-w-0">
          <span className={cx("block", unread && "font-medium")}>
            {words}
            {unread ? <span className="sr-only">, unread</span> : null}
          </span>
          <span className="block truncate text-12 text-text-3">
            {item.reference ? <Mono>{item.reference}</Mono> : null} {notificationSubject(item)}
          </span>
        </span>
        <span className="flex items-center gap-1.5 self-start text-12 text-text-3">
          <RelativeTime at={item.createdAt} />
          <span aria-hidden="true" className={cx("size-2 rounded-full", unread && "bg-accent")} />
        </span>
      </Link>
    </li>
  );
}
