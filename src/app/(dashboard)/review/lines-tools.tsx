"use client";

import { ListChecks } from "lucide-react";
import { Button } from "@/components/button";
import { EmptyState } from "@/components/empty-state";
import { PickFilter } from "@/components/pick-filter";
import { Segmented } from "@/components/segmented";
import { TableTools } from "@/components/table-tools";
import type { Review } from "./review";
import type { LineFilter } from "./use-line-filter";

const stateOptions = [
  { value: "unanswered", label: "Unanswered" },
  { value: "answered", label: "Answered" },
  { value: "all", label: "All" },
] as const;
const kindOptions = [
  { value: "tokens", label: "Tokens" },
  { value: "networks", label: "Approved IPs" },
] as const;

interface LinesToolsProps {
  /** The round goes on: some lines may wait still. */
  open: boolean;
  filter: LineFilter;
  owners: Review["owners"];
  onChange: (next: Partial<LineFilter>) => void;
}

/** The head of the list: its name and filters. */
export function LinesTools({ open, filter, owners, onChange }: LinesToolsProps) {
  return (
    <TableTools
      title="Tokens and addresses"
      filters={
        open ? (
          <Segmented
            label="Answer"
            options={stateOptions}
            value={filter.state}
            onChange={(state) => onChange({ state })}
          />
        ) : null
      }
    >
      <PickFilter
        label="Kind"
        any="Tokens and IPs"
        options={kindOptions}
        value={filter.what}
        onChange={(what) => onChange({ what })}
      />
      <PickFilter
        label="Owner"
        any="Any owner"
        options={owners.map(({ id, name }) => ({ value: id, label: name }))}
        value={filter.owner}
        onChange={(owner) => onChange({ owner })}
      />
    </TableTools>
  );
}

/** In the list's place where there is nothing in it. */
export function Nothing({ filter, onClear }: { filter: LineFilter; onClear: () => void }) {
  const all = filter.what === null && filter.owner === null;
  if (all && filter.state === "all") {
    return <EmptyState icon={<ListChecks />}>Nothing was live when this review opened.</EmptyState>;
  }
  return (
    <EmptyState icon={<ListChecks />} action={<Button onPress={onClear}>Show all</Button>}>
      {all && filter.state === "unanswered" ? "Every line has its answer." : "Nothing matches these filters."}
    </EmptyState>
  );
}
