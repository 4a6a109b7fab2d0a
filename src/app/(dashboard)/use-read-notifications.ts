import { useEffect } from "react";
import { trpc } from "@/trpc/client";

interface About {
  accessRequestId?: string | undefined;
  tokenId?: string | undefined;
}

/** Marks what the bell says about a request or a token as read once it is in front of its reader, and what comes meanwhile. */
export function useReadNotifications({ accessRequestId, tokenId }: About): void {
  const utils = trpc.useUtils();
  const { data: status } = trpc.shell.status.useQuery();
  const { mutate } = trpc.shell.readNotifications.useMutation({
    onSuccess: () => utils.shell.invalidate(),
  });
  const unread = status?.unreadNotifications ?? 0;
  useEffect(() => {
    if ((accessRequestId ?? tokenId) === undefined || unread === 0) return;
    const mark = () => {
      if (document.visibilityState === "visible") mutate({ accessRequestId, tokenId });
    };
    mark();
    document.addEventListener("visibilitychange", mark);
    return () => document.removeEventListener("visibilitychange", mark);
  }, [accessRequestId, tokenId, unread, mutate]);
}
