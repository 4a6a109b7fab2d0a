"use client";

import { trpc } from "@/trpc/client";
import { fallbackInterval } from "@/trpc/live/fallback-interval";
import { firstList } from "./first-list";
import { QueueEntry } from "./queue-entry";
import { useRequestHref } from "./use-request-href";

const shown = 4;

interface DecidedLatelyProps {
  mine: boolean;
  currentId: string | undefined;
  onAll: () => void;
}

/** The last few decisions under what waits, and the way to all of them. */
export function DecidedLately({ mine, currentId, onAll }: DecidedLatelyProps) {
  const hrefOf = useRequestHref();
  const { data } = trpc.accessRequests.list.useQuery(firstList(!mine, { group: "decided" }), {
    refetchInterval: fallbackInterval,
  });
  if (!data || data.requests.length === 0) return null;
  return (
    <>
      <h3 className="px-4 pt-4 pb-2 font-medium text-12 text-text-3">Decided lately</h3>
      <ul>
        {data.requests.slice(0, shown).map((row) => (
          <QueueEntry key={row.id} row={row} href={hrefOf(row.id)} current={row.id === currentId} />
        ))}
      </ul>
      {data.total > shown ? (
        <button type="button" onClick={onAll} className="link px-4 py-3 text-13">
          All {data.total.toLocaleString("en")} decided requests
        </button>
      ) : null}
    </>
  );
}
