"use client";

import { SlidersHorizontal } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/button";
import { Count } from "@/components/count";
import { PickFilter } from "@/components/pick-filter";
import { SearchField } from "@/components/search-field";
import { Segmented } from "@/components/segmented";
import { TableTools } from "@/components/table-tools";
import { type AuditGroup, auditGroups } from "@/contracts/audit";
import { FurtherFilters } from "./further-filters";
import { type AuditFilter, furtherFields, narrowedBy } from "./use-audit-filter";

interface AuditToolsProps {
  filter: AuditFilter;
  faults: Readonly<Record<string, string>>;
  onChange: (change: Partial<AuditFilter>) => void;
}

const groups = Object.entries(auditGroups).map(([value, { label }]) => ({
  value: value as AuditGroup,
  label,
}));

/** Kind, outcome and person at once; the rest behind a button that tells how much of it is in force. */
export function AuditTools({ filter, faults, onChange }: AuditToolsProps) {
  const narrowed = narrowedBy(filter);
  const [more, setMore] = useState(narrowed > 0);
  const shown = more || Object.keys(faults).length > 0;
  return (
    <>
      <TableTools
        title="Records"
        filters={
          <span className="flex flex-wrap gap-2">
            <PickFilter
              label="Kind of record"
              any="Every kind"
              options={groups}
              value={filter.group}
              onChange={(group) => onChange({ group })}
            />
            <Segmented
              label="Outcome"
              options={[
                { value: "all", label: "All" },
                { value: "allowed", label: "Allowed" },
                { value: "refused", label: "Refused" },
              ]}
              value={filter.outcome ?? "all"}
              onChange={(value) => onChange({ outcome: value === "all" ? null : value })}
            />
          </span>
        }
      >
        <SearchField
          value={filter.who}
          onSearch={(who) => onChange({ who })}
          placeholder="Who: name or e-mail"
          label="Who"
        />
        <Button icon={<SlidersHorizontal />} onPress={() => setMore(!shown)}>
          More filters
          {narrowed > 0 ? <Count value={narrowed} label={`${narrowed} in force`} /> : null}
        </Button>
      </TableTools>
      {shown ? (
        <FurtherFilters
          key={furtherFields.map((name) => filter[name]).join(" ")}
          filter={filter}
          faults={faults}
          onChange={onChange}
          onClose={() => setMore(false)}
        />
      ) : null}
    </>
  );
}
