import { useEffect } from "react";
import { trpc } from "@/trpc/client";

/** Marks what the bell says about a request as read once the request is in front of its reader, and what comes meanwhile. */
export function useReadNotifications(requestId: string | undefined): void {
  const utils = trpc.useUtils();
  const { data: status } = trpc.shell.status.useQuery();
  const { mutate } = trpc.shell.readNotifications.useMutation({
    onSuccess: () => utils.shell.invalidate(),
  });
  const unread = status?.unreadNotifications ?? 0;
  useEffect(() => {
    if (requestId === undefined || unread === 0) return;
    const mark = () => {
      if (document.visibilityState === "visible") mutate({ accessRequestId: requestId });
    };
    mark();
    document.addEventListener("visibilitychange", mark);
    return () => document.removeEventListener("visibilitychange", mark);
  }, [requestId, unread, mutate]);
}
