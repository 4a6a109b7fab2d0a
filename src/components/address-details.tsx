"use client";

import { memo, useCallback, useRef, useState } from "react";
import { longestLabel } from "@/contracts/access-request";
import type { NetworkEntry } from "@/contracts/network-list";
import { type AddressEntry, changeEntry } from "./address-entries";
import { Button } from "./button";
import { cx } from "./cx";
import { Disclosure } from "./disclosure";
import { FieldMessage } from "./field-message";

interface AddressDetailsProps {
  value: readonly AddressEntry[];
  read: readonly NetworkEntry[];
  onChange: (entries: AddressEntry[]) => void;
  /** The first and the last day that an address may end on, ISO. */
  min: string;
  max: string;
  /** What is wrong with an entry's label or day; null: nothing. */
  faultOf: (entry: AddressEntry) => string | null;
}

type Change = Partial<Pick<AddressEntry, "label" | "expiresOn">>;

/** Label and last day of each network, set one by one or for all of them; without a day it lives as long as its token. */
export function AddressDetails({ value, read, onChange, min, max, faultOf }: AddressDetailsProps) {
  const latest = useRef({ value, onChange });
  latest.current = { value, onChange };
  const change = useCallback((key: number, to: Change) => {
    latest.current.onChange(changeEntry(latest.current.value, key, to));
  }, []);
  const rows = value.flatMap((entry, index) => {
    const found = read[index];
    return found?.result.ok && !found.duplicate ? [{ entry, network: found.result.network.text }] : [];
  });
  if (rows.length === 0) return null;
  const given = rows.filter(({ entry }) => entry.label !== "" || entry.expiresOn !== null).length;
  const faulty = rows.some(({ entry }) => faultOf(entry) !== null);
  return (
    <Disclosure
      open={faulty || undefined}
      title={
        <>
          Labels and expiry
          <span className="font-normal text-text-3">
            {given === 0
              ? " none given: all live as long as the token"
              : ` given for ${given} of ${rows.length}`}
          </span>
        </>
      }
    >
      <div className="overflow-hidden rounded-lg border border-line">
        {rows.length > 1 ? <ForAll min={min} max={max} value={value} onChange={onChange} /> : null}
        <ul aria-label="Labels and expiry" className="max-h-80 divide-y divide-line overflow-y-auto">
          {rows.map(({ entry, network }) => (
            <DetailRow
              key={entry.key}
              entry={entry}
              network={network}
              min={min}
              max={max}
              fault={faultOf(entry)}
              onChange={change}
            />
          ))}
        </ul>
      </div>
    </Disclosure>
  );
}

const columns =
  "grid grid-cols-2 items-center gap-2 px-3 py-2 desk:grid-cols-[minmax(0,1fr)_minmax(0,1.4fr)_9.5rem]";
const field =
  "h-8 w-full min-w-0 rounded-md border border-line-field bg-surface px-2 text-13 -outline-offset-2 placeholder:text-text-3";

interface DetailRowProps {
  entry: AddressEntry;
  network: string;
  min: string;
  max: string;
  fault: string | null;
  onChange: (key: number, to: Change) => void;
}

const DetailRow = memo(function DetailRow({ entry, network, min, max, fault, onChange }: DetailRowProps) {
  return (
    <li>
      <div className={columns}>
        <span className="truncate font-mono text-[12.5px] max-desk:col-span-2" title={network}>
          {network}
        </span>
        <input
          className={field}
          aria-label={`Label of ${network}`}
          placeholder="Label, where it stands"
          maxLength={longestLabel}
          value={entry.label}
          onChange={(event) => onChange(entry.key, { label: event.target.value })}
        />
        <input
          type="date"
          className={cx(field, entry.expiresOn === null && "text-text-3")}
          aria-label={`Last day of ${network}`}
          title="Without a day it lives as long as the token"
          min={min}
          max={max}
          value={entry.expiresOn ?? ""}
          onChange={(event) => onChange(entry.key, { expiresOn: event.target.value || null })}
        />
      </div>
      {fault ? (
        <div className="px-3 pb-2">
          <FieldMessage>{fault}</FieldMessage>
        </div>
      ) : null}
    </li>
  );
});

/** One label, one day or both, for every network of the list. */
function ForAll({
  value,
  onChange,
  min,
  max,
}: Pick<AddressDetailsProps, "value" | "onChange" | "min" | "max">) {
  const [label, setLabel] = useState("");
  const [expiresOn, setExpiresOn] = useState("");
  const apply = () => {
    const to: Change = { ...(label ? { label } : {}), expiresOn: expiresOn || null };
    onChange(value.map((entry) => ({ ...entry, ...to })));
  };
  return (
    <div className={cx(columns, "border-line border-b bg-surface-2")}>
      <Button size="sm" onPress={apply} className="max-desk:col-span-2">
        Set for all
      </Button>
      <input
        className={field}
        aria-label="Label for all"
        placeholder="Label for all, or none"
        maxLength={longestLabel}
        value={label}
        onChange={(event) => setLabel(event.target.value)}
      />
      <input
        type="date"
        className={cx(field, expiresOn === "" && "text-text-3")}
        aria-label="Last day for all"
        min={min}
        max={max}
        value={expiresOn}
        onChange={(event) => setExpiresOn(event.target.value)}
      />
    </div>
  );
}
