import { useEffect } from "react";
import { trpc } from "@/trpc/client";
import type { RequestDetail } from "./request-detail";

/** Requests this page load has put on record as opened already. */
const opened = new Set<string>();

/** Puts on record that a decider has the open request in front of them: once a page load, and only while it is in view. */
export function useMarkOpened(request: RequestDetail | undefined): void {
  const { mutate } = trpc.accessRequests.opened.useMutation();
  const utils = trpc.useUtils();
  const requestId = request?.mayDecide && request.state === "pending" ? request.id : null;
  useEffect(() => {
    if (requestId === null || opened.has(requestId)) return;
    const mark = () => {
      if (document.visibilityState !== "visible" || opened.has(requestId)) return;
      opened.add(requestId);
      mutate({ requestId }, { onSuccess: () => utils.accessRequests.get.invalidate({ requestId }) });
    };
    mark();
    document.addEventListener("visibilitychange", mark);
    return () => document.removeEventListener("visibilitychange", mark);
  }, [requestId, mutate, utils]);
}
