"use client";

import { PickFilter } from "@/components/pick-filter";
import { SearchField } from "@/components/search-field";
import { TableTools } from "@/components/table-tools";
import { type CustomerStatus, customerStatuses } from "@/contracts/customer-search";
import { trpc } from "@/trpc/client";
import { statusWord } from "./customer-status-chip";

interface CustomersFilter {
  search: string;
  status: CustomerStatus | null;
  tier: string | null;
}

interface CustomersToolsProps {
  filter: CustomersFilter;
  onChange: (change: Partial<CustomersFilter>) => void;
  /** The page opened: before, a refusal would stand on record twice. */
  opened: boolean;
}

export function CustomersTools({ filter, onChange, opened }: CustomersToolsProps) {
  const { data: tiers = [] } = trpc.customers.tiers.useQuery(undefined, {
    enabled: opened,
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  });
  const unlisted = filter.tier !== null && !tiers.some(({ id }) => id === filter.tier);
  const listed = unlisted && filter.tier !== null ? [...tiers, { id: filter.tier, name: null }] : tiers;
  return (
    <TableTools
      title="Members"
      filters={
        <span className="flex flex-wrap gap-2">
          <PickFilter
            label="Status"
            any="Any status"
            options={customerStatuses.map((value) => ({ value, label: statusWord(value) }))}
            value={filter.status}
            onChange={(status) => onChange({ status })}
          />
          <PickFilter
            label="Tier"
            any="Any tier"
            options={listed.map(({ id, name }) => ({ value: id, label: name ?? id }))}
            value={filter.tier}
            onChange={(tier) => onChange({ tier })}
          />
        </span>
      }
    >
      <SearchField
        value={filter.search}
        onSearch={(search) => onChange({ search })}
        placeholder="Name, e-mail, phone, id"
        delay={400}
      />
    </TableTools>
  );
}
