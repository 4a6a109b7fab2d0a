import Link from "next/link";
import { EmptyState } from "../empty-state";
import { FieldMessage } from "../field-message";
import { SkeletonText } from "../skeleton";
import { NotificationEntry } from "./notification-entry";
import type { NotificationItem } from "./notification-words";

interface NotificationPanelProps {
  /** Undefined while they load. */
  items: readonly NotificationItem[] | undefined;
  error?: string | undefined;
  fresh?: ReadonlySet<string>;
  onOpen: (item: NotificationItem) => void;
  onReadAll: () => void;
  /** To the page of all of them. */
  onSeeAll: () => void;
}

/** One's own newest notifications; never a value, secret or code. */
export function NotificationPanel(props: NotificationPanelProps) {
  const { items, error, fresh, onOpen, onReadAll, onSeeAll } = props;
  const unread = items?.some(({ readAt }) => readAt === null) ?? false;
  return (
    <>
      <div className="flex min-h-11 items-center justify-between gap-2 border-line border-b px-4 py-2">
        <h2>Notifications</h2>
        {unread ? (
          <button type="button" onClick={onReadAll} className="link text-13">
            Mark all read
          </button>
        ) : null}
      </div>
      <div className="max-h-[min(480px,70vh)] overflow-y-auto">
        {items ? (
          <ul>
            {items.map((item) => (
              <NotificationEntry
                key={item.id}
                item={item}
                fresh={fresh?.has(item.id) ?? false}
                onOpen={() => onOpen(item)}
              />
            ))}
          </ul>
        ) : (
          <div className="p-4">
            {error ? <FieldMessage>{error}</FieldMessage> : <SkeletonText lines={4} />}
          </div>
        )}
        {items?.length === 0 ? (
          <EmptyState>Requests to decide, and what was decided about yours, appear here.</EmptyState>
        ) : null}
      </div>
      {items && items.length > 0 ? (
        <p className="border-line border-t px-4 py-2.5 text-13">
          <Link href="/notifications" onClick={onSeeAll} className="link">
            See all notifications
          </Link>
        </p>
      ) : null}
    </>
  );
}
