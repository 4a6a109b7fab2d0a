import { useEffect, useEffectEvent } from "react";
import { trpc } from "@/trpc/client";
import { fallbackInterval } from "@/trpc/live/fallback-interval";

/**
 * Asks again once the frame's status says that the address is approved. The status is what is polled: a guarded
 * procedure would leave a refusal on record every ten seconds.
 */
export function useReopen(refusedAt: number | null, reopen: () => void): void {
  const { data, dataUpdatedAt } = trpc.shell.status.useQuery(undefined, {
    refetchInterval: refusedAt === null ? false : fallbackInterval,
  });
  const open = useEffectEvent(reopen);
  const approved = refusedAt !== null && dataUpdatedAt > refusedAt && data?.addressApproved === true;
  useEffect(() => {
    if (approved) open();
  }, [approved]);
}
