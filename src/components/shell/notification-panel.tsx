import { EmptyState } from "../empty-state";
import { FieldMessage } from "../field-message";
import { SkeletonText } from "../skeleton";
import { NotificationEntry, type NotificationItem } from "./notification-entry";

interface NotificationPanelProps {
  /** Undefined while they load. */
  items: readonly NotificationItem[] | undefined;
  error?: string | undefined;
  onOpen: (item: NotificationItem) => void;
  onReadAll: () => void;
}

/** One's own newest notifications; never a value, secret or code. */
export function NotificationPanel({ items, error, onOpen, onReadAll }: NotificationPanelProps) {
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
              <NotificationEntry key={item.id} item={item} onOpen={() => onOpen(item)} />
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
    </>
  );
}
