"use client";

import { PickFilter } from "@/components/pick-filter";
import { trpc } from "@/trpc/client";

/** In the URL: "me", "left", or a person's id. */
export type OwnerChoice = string;

interface OwnerFilterProps {
  value: OwnerChoice | null;
  onChange: (owner: OwnerChoice | null) => void;
}

/** Whose tokens: one's own, a person's, or those whose owner may no longer ask for any. */
export function OwnerFilter({ value, onChange }: OwnerFilterProps) {
  const { data } = trpc.securityTokens.settings.useQuery();
  return (
    <PickFilter
      label="Owner"
      any="Any owner"
      options={[
        { value: "me", label: "Mine" },
        { value: "left", label: "Owner has left" },
        ...(data?.owners ?? []).map(({ id, name }) => ({ value: id, label: name })),
      ]}
      value={value}
      onChange={onChange}
    />
  );
}

const spans = [7, 30, 90] as const;

interface WithinFilterProps {
  value: number | null;
  onChange: (days: number | null) => void;
}

/** What ends within so many days, the next first. */
export function WithinFilter({ value, onChange }: WithinFilterProps) {
  return (
    <PickFilter
      label="Ends within"
      any="Any end"
      options={spans.map((days) => ({ value: String(days), label: `Ends within ${days} days` }))}
      value={value === null ? null : String(value)}
      onChange={(days) => onChange(days === null ? null : Number(days))}
    />
  );
}
