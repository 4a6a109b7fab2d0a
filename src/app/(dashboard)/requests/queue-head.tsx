"use client";

import { Kbd } from "@/components/kbd";
import { PickFilter } from "@/components/pick-filter";
import { requestStateWords } from "@/components/request/request-state-chip";
import { SearchField } from "@/components/search-field";
import { Segmented } from "@/components/segmented";
import { requestStates } from "@/contracts/access-request";
import { requestKinds, requestKindWords } from "@/contracts/request-kinds";
import { trpc } from "@/trpc/client";
import { fallbackInterval } from "@/trpc/live/fallback-interval";
import type { QueueRole, useQueueFilter } from "./queue-filter";

interface QueueHeadProps {
  role: QueueRole;
  filter: ReturnType<typeof useQueueFilter>;
  /** No request stands beside it, whose question is the page's heading else. */
  alone: boolean;
}

const states = requestStates.flatMap((value) =>
  value === "pending" ? [] : [{ value, label: requestStateWords[value] }],
);
const kinds = requestKinds.map((value) => ({ value, label: requestKindWords[value] }));

/** Which requests the queue shows; all of it stands in the URL. */
export function QueueHead({ role, filter, alone }: QueueHeadProps) {
  const Heading = alone ? "h1" : "h2";
  const waiting = trpc.accessRequests.list.useQuery(
    { group: "waiting", mine: filter.mine, search: "", page: 1 },
    { refetchInterval: fallbackInterval },
  );
  return (
    <div className="grid gap-3 border-line border-b px-4 pt-4 pb-3">
      <div className="flex items-center justify-between gap-2">
        <Heading className="text-16">{role.decides ? "Approvals" : "Requests"}</Heading>
        <span className="flex items-center gap-1 text-12 text-text-3 max-desk:hidden">
          <Kbd>J</Kbd>
          <Kbd>K</Kbd> to move
        </span>
      </div>
      <Segmented
        label="Which requests"
        stretch
        value={filter.show}
        onChange={filter.setShow}
        options={[
          { value: "waiting", label: "Waiting", count: waiting.data?.total ?? 0 },
          { value: "decided", label: "Closed" },
          { value: "all", label: "All" },
        ]}
      />
      {role.asks ? (
        <Segmented
          label="Whose requests"
          stretch
          value={filter.mine ? "mine" : "everyone"}
          onChange={(value) => filter.setMine(value === "mine")}
          options={[
            { value: "mine", label: "Mine" },
            { value: "everyone", label: "Everybody’s" },
          ]}
        />
      ) : null}
      <div className="[&>search]:w-full">
        <SearchField
          value={filter.search}
          onSearch={filter.setSearch}
          placeholder="Reference, purpose, person"
        />
      </div>
      <div className="flex gap-2 [&_button]:w-full [&_button]:min-w-0 [&>*]:min-w-0 [&>*]:flex-1">
        <PickFilter
          label="Kind of request"
          any="Any kind"
          options={kinds}
          value={filter.kind}
          onChange={filter.setKind}
        />
        {filter.show === "waiting" ? null : (
          <PickFilter
            label="State of the request"
            any="Any state"
            options={states}
            value={filter.state === "pending" ? null : filter.state}
            onChange={filter.setState}
          />
        )}
      </div>
    </div>
  );
}
