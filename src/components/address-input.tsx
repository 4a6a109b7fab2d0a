"use client";

import { type ClipboardEvent, type KeyboardEvent, type ReactNode, useId, useRef, useState } from "react";
import { type NetworkLimits, parseNetworkList, splitNetworks } from "@/contracts/network";
import { AddressChip } from "./address-chip";
import { AddressNotes } from "./address-notes";
import { FieldMessage } from "./field-message";

export interface AddressInputProps {
  /** The entries as typed, bad ones too; `parseNetworkList(value.join(","), limits)` gives what they mean. */
  value: readonly string[];
  onChange: (entries: string[]) => void;
  limits: NetworkLimits;
  label?: ReactNode;
  /** "Use my address (203.0.113.7)", at the end of the label's line. */
  aside?: ReactNode;
  hint?: ReactNode;
  /** An error of the list as a whole; what is wrong with an entry is said by itself. */
  error?: ReactNode;
  onBlur?: () => void;
  disabled?: boolean;
}

/** Networks as chips: typed, or pasted many at once; each bad one says how to mend itself. */
export function AddressInput(props: AddressInputProps) {
  const {
    value,
    onChange,
    limits,
    label = "Addresses it may call from",
    aside,
    hint,
    error,
    disabled,
  } = props;
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [draft, setDraft] = useState("");
  const list = parseNetworkList(value.join(","), limits);

  const add = (text: string) => {
    const entries = splitNetworks(text);
    if (entries.length > 0) onChange([...value, ...entries]);
    setDraft("");
  };
  const remove = (index: number) => {
    onChange(value.filter((_, at) => at !== index));
    input.current?.focus();
  };
  const mend = (index: number, text: string) => onChange(value.map((one, at) => (at === index ? text : one)));

  const type = (text: string) => (/[\s,;]/.test(text) ? add(text) : setDraft(text));
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === "Enter" && draft !== "") {
      event.preventDefault();
      add(draft);
    } else if (event.key === "Backspace" && draft === "" && value.length > 0) {
      remove(value.length - 1);
    }
  };
  const paste = (event: ClipboardEvent<HTMLInputElement>) => {
    const text = event.clipboardData.getData("text");
    event.preventDefault();
    add(draft + text);
  };

  return (
    <div className="grid min-w-0 gap-1.5">
      <div className="flex flex-wrap items-center justify-between gap-x-2">
        <label htmlFor={id} className="font-medium text-13">
          {label}
        </label>
        {aside}
      </div>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard reaches the input itself */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a press beside the chips only moves the focus */}
      <div
        onClick={(event) => event.target === event.currentTarget && input.current?.focus()}
        className="flex min-h-10 cursor-text flex-wrap items-center gap-1.5 rounded-lg border border-line-field bg-surface p-1.5 -outline-offset-2 has-[input:focus]:border-focus has-[input:focus]:outline-2 has-[input:focus]:outline-focus"
      >
        <ul className="contents" aria-label="Networks">
          {list.entries.map((entry, index) => (
            <AddressChip
              // biome-ignore lint/suspicious/noArrayIndexKey: entries may repeat, and their order is their identity
              key={`${index}-${entry.input}`}
              entry={entry}
              disabled={disabled}
              onRemove={() => remove(index)}
            />
          ))}
        </ul>
        <input
          ref={input}
          id={id}
          value={draft}
          disabled={disabled}
          placeholder={value.length > 0 ? "Add another, or paste a list" : "203.0.113.24, 198.51.100.0/24"}
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="none"
          aria-describedby={`${id}-notes`}
          aria-invalid={Boolean(error) || list.entries.some((entry) => !entry.result.ok)}
          onChange={(event) => type(event.target.value)}
          onKeyDown={press}
          onPaste={paste}
          onBlur={() => {
            add(draft);
            props.onBlur?.();
          }}
          className="h-7 min-w-[13rem] flex-1 bg-transparent px-1.5 text-13 outline-none placeholder:text-text-3"
        />
      </div>
      <div id={`${id}-notes`} className="grid gap-1.5">
        <AddressNotes entries={list.entries} onMend={mend} />
        {error ? <FieldMessage>{error}</FieldMessage> : null}
        {hint ? <p className="text-12 text-text-3">{hint}</p> : null}
      </div>
    </div>
  );
}
