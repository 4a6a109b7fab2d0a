import Link from "next/link";
import { cx } from "../cx";
import type { Moment } from "../format-time";
import { Mono } from "../mono";
import { RelativeTime } from "../relative-time";
import { type State, StateIcon } from "../state-icon";

export interface NotificationItem {
  id: string;
  kind:
    | "approval_requested"
    | "request_approved"
    | "request_rejected"
    | "request_expired"
    | "request_withdrawn";
  accessRequestId: string | null;
  tokenId: string | null;
  reference: string | null;
  purpose: string | null;
  /** The request still waits for a decision. */
  open: boolean | null;
  createdAt: Moment;
  readAt: Moment | null;
}

const looks: Record<NotificationItem["kind"], { state: State; colour: string; words: string }> = {
  approval_requested: {
    state: "pending",
    colour: "text-pending",
    words: "A request waits for your decision",
  },
  request_approved: { state: "live", colour: "text-live", words: "Your request is approved" },
  request_rejected: {
    state: "refused",
    colour: "text-refused",
    words: "Your request is rejected, with a note",
  },
  request_expired: { state: "ended", colour: "text-ended", words: "Your request expired without a decision" },
  request_withdrawn: { state: "ended", colour: "text-ended", words: "A request was withdrawn" },
};

const settled = {
  state: "ended",
  colour: "text-ended",
  words: "You were asked to decide; it is settled",
} as const;

const lookOf = ({ kind, open }: NotificationItem) =>
  kind === "approval_requested" && !open ? settled : looks[kind];

/** Where a notification leads: who decides to the request, who asked to the token in API Settings. */
export function notificationHref({ kind, accessRequestId, tokenId }: NotificationItem): string {
  const deciders = kind === "approval_requested" || kind === "request_withdrawn";
  if (deciders && accessRequestId) return `/requests/${accessRequestId}`;
  return tokenId ? `/settings/program/api?token=${tokenId}` : "/requests";
}

export function NotificationEntry({ item, onOpen }: { item: NotificationItem; onOpen: () => void }) {
  const look = lookOf(item);
  const unread = item.readAt === null;
  return (
    <li className="border-line not-last:border-b">
      <Link
        href={notificationHref(item)}
        onClick={onOpen}
        className="grid grid-cols-[16px_minmax(0,1fr)_auto] gap-x-2.5 px-4 py-3 text-13 -outline-offset-2 hover:bg-surface-2"
      >
        <StateIcon state={look.state} className={cx("mt-0.5", look.colour)} />
        <span className="min-w-0">
          <span className={cx("block", unread && "font-medium")}>
            {look.words}
            {unread ? <span className="sr-only">, unread</span> : null}
          </span>
          <span className="block truncate text-12 text-text-3">
            {item.reference ? <Mono>{item.reference}</Mono> : null} {item.purpose}
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
