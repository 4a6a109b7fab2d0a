"use client";

import { type KeyboardEvent, useState } from "react";
import type { NetworkEntry } from "@/contracts/network-list";
import { AddressChip } from "./address-chip";
import type { AddressEntry } from "./address-entries";

interface AddressChipsProps {
  value: readonly AddressEntry[];
  read: readonly NetworkEntry[];
  onRemove: (key: number) => void;
  disabled?: boolean;
}

const steps: Record<string, number> = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };

/** The chips of a list: one stop of the tab key for all of them, then arrow keys, Home and End; Delete removes. */
export function AddressChips({ value, read, onRemove, disabled }: AddressChipsProps) {
  const [active, setActive] = useState(0);
  const present = Math.min(active, value.length - 1);

  const move = (list: HTMLElement, to: number) => {
    const next = Math.max(0, Math.min(value.length - 1, to));
    setActive(next);
    list.querySelectorAll("button")[next]?.focus();
  };
  const press = (event: KeyboardEvent<HTMLUListElement>) => {
    const buttons = [...event.currentTarget.querySelectorAll("button")];
    const at = buttons.indexOf(event.target as HTMLButtonElement);
    if (at < 0) return;
    const step = steps[event.key];
    if (step !== undefined) move(event.currentTarget, at + step);
    else if (event.key === "Home") move(event.currentTarget, 0);
    else if (event.key === "End") move(event.currentTarget, value.length - 1);
    else if (event.key === "Delete" && value[at]) onRemove(value[at].key);
    else return;
    event.preventDefault();
  };
  return (
    <ul className="contents" aria-label="Networks" onKeyDown={press}>
      {value.map((one, index) => {
        const entry = read[index];
        return entry ? (
          <AddressChip
            key={one.key}
            entry={entry}
            entryKey={one.key}
            tabbable={index === present}
            disabled={disabled}
            onRemove={onRemove}
          />
        ) : null;
      })}
    </ul>
  );
}
