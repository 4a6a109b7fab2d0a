"use client";

import { useState } from "react";
import { Button } from "@/components/button";
import { DateField } from "@/components/date-field";
import { TextField } from "@/components/text-field";
import { type AuditFilter, faultsOf, type furtherFields, inputOf } from "./use-audit-filter";

type Further = Pick<AuditFilter, (typeof furtherFields)[number]>;

interface FurtherFiltersProps {
  filter: AuditFilter;
  faults: Readonly<Record<string, string>>;
  onChange: (change: Partial<AuditFilter>) => void;
  onClose: () => void;
}

const empty: Further = { token: "", customer: "", request: "", under: "", address: "", from: null, to: null };

/** Filters that are typed; they take force together, and only when each of them can be read. */
export function FurtherFilters({ filter, faults, onChange, onClose }: FurtherFiltersProps) {
  const [draft, setDraft] = useState<Further>(filter);
  const [found, setFound] = useState(faults);
  const set = (change: Partial<Further>) => setDraft({ ...draft, ...change });
  const apply = () => {
    const typed = pick(draft);
    const wrong = faultsOf(inputOf({ ...filter, ...typed }, undefined, 1));
    setFound(wrong);
    if (Object.keys(wrong).length === 0) onChange(typed);
  };
  const clear = () => {
    onChange(empty);
    onClose();
  };
  return (
    <form
      noValidate
      aria-label="More filters"
      className="grid gap-3 border-line border-b bg-surface-2 px-4 py-3 desk:grid-cols-2 desk:px-5 wide:grid-cols-3"
      onSubmit={(event) => {
        event.preventDefault();
        apply();
      }}
    >
      <TextField
        label="Request id"
        mono
        placeholder="req_…"
        value={draft.request}
        onChange={(request) => set({ request })}
        error={found.requestId}
      />
      <TextField
        label="Customer's id"
        mono
        placeholder="cus_…"
        value={draft.customer}
        onChange={(customer) => set({ customer })}
        error={found.customerId}
      />
      <TextField
        label="Token"
        mono
        placeholder="ST-7F3K-9Q2M"
        value={draft.token}
        onChange={(token) => set({ token })}
        error={found.token}
      />
      <TextField
        label="Access request’s id"
        mono
        placeholder="The last part of its page’s address"
        value={draft.under}
        onChange={(under) => set({ under })}
        error={found.accessRequestId}
      />
      <TextField
        label="Address or range"
        mono
        placeholder="203.0.113.0/24"
        value={draft.address}
        onChange={(address) => set({ address })}
        error={found.address}
      />
      <DateField label="From" value={draft.from} onChange={(from) => set({ from })} />
      <DateField label="To" value={draft.to} onChange={(to) => set({ to })} error={found.to} />
      <div className="flex gap-2 desk:col-span-full">
        <Button type="submit" variant="primary">
          Apply filters
        </Button>
        <Button variant="quiet" onPress={clear}>
          Clear
        </Button>
      </div>
    </form>
  );
}

/** The draft began as the whole filter; only its own fields are changed. */
const pick = ({ token, customer, request, under, address, from, to }: Further): Further => ({
  ...{ token: token.trim(), customer: customer.trim(), request: request.trim() },
  ...{ under: under.trim(), address: address.trim(), from, to },
});
