"use client";

import { useRouter } from "next/navigation";
import { FieldMessage } from "@/components/field-message";
import { Pager, pageSummary } from "@/components/pager";
import { useLeadFocus } from "@/components/panel-focus";
import { useFreshRows } from "@/components/request/use-fresh-rows";
import { trpc } from "@/trpc/client";
import { fallbackInterval } from "@/trpc/live/fallback-interval";
import { DecidedLately } from "./decided-lately";
import { OpenReviews } from "./open-reviews";
import { QueueEmpty } from "./queue-empty";
import { QueueEntry, QueueSkeleton } from "./queue-entry";
import { type QueueRole, useQueueFilter } from "./queue-filter";
import { QueueHead } from "./queue-head";
import { useQueueKeys } from "./use-queue-keys";
import { useRequestHref } from "./use-request-href";

/** Requests that wait, then what was decided; J and K move in it. */
export function Queue({ role, currentId }: { role: QueueRole; currentId: string | undefined }) {
  const filter = useQueueFilter(role);
  const hrefOf = useRequestHref();
  const router = useRouter();
  const leadFocus = useLeadFocus();
  const list = trpc.accessRequests.list.useQuery(filter.input, {
    refetchInterval: fallbackInterval,
    placeholderData: (before) => before,
  });
  const rows = list.data?.requests;
  const fresh = useFreshRows(
    list.isPlaceholderData ? undefined : rows,
    (row) => row.id,
    (row) => row.state,
  );
  useQueueKeys(rows?.map(({ id }) => id) ?? [], currentId, (id) => {
    leadFocus();
    router.push(hrefOf(id));
  });
  const { total = 0, size = 1 } = list.data ?? {};
  return (
    <section aria-label={role.decides ? "Approvals" : "Requests"}>
      <QueueHead role={role} filter={filter} alone={currentId === undefined} />
      <OpenReviews role={role} currentId={currentId} />
      {list.error && !rows ? (
        <div className="p-4">
          <FieldMessage>{list.error.message}</FieldMessage>
        </div>
      ) : null}
      {rows ? (
        <ul>
          {rows.map((row) => (
            <QueueEntry
              key={row.id}
              row={row}
              href={hrefOf(row.id)}
              current={row.id === currentId}
              fresh={fresh.has(row.id)}
            />
          ))}
        </ul>
      ) : list.error ? null : (
        <QueueSkeleton />
      )}
      {rows?.length === 0 ? <QueueEmpty role={role} filter={filter} /> : null}
      {total > size || filter.page > 1 ? (
        <Pager
          summary={pageSummary((filter.page - 1) * size, rows?.length ?? 0, total)}
          hasPrevious={filter.page > 1}
          hasNext={filter.page * size < total}
          onPrevious={() => filter.setPage(filter.page - 1)}
          onNext={() => filter.setPage(filter.page + 1)}
          pending={list.isPlaceholderData}
        />
      ) : null}
      {filter.show === "waiting" && !filter.narrowed ? (
        <DecidedLately mine={filter.mine} currentId={currentId} onAll={() => filter.setShow("decided")} />
      ) : null}
    </section>
  );
}
