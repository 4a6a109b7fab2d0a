"use client";

import {
  type ClipboardEvent,
  type KeyboardEvent,
  type ReactNode,
  type RefCallback,
  useCallback,
  useId,
  useRef,
  useState,
} from "react";
import type { NetworkReader } from "@/contracts/network-list";
import { AddressChips } from "./address-chips";
import { type AddressEntry, addPasted, addTyped, changeEntry, mostEntries, textsOf } from "./address-entries";
import { AddressNotes } from "./address-notes";
import { FieldMessage } from "./field-message";

export interface AddressInputProps {
  /** The entries as typed, bad ones too. */
  value: readonly AddressEntry[];
  onChange: (entries: AddressEntry[]) => void;
  /** What they mean: `networkReader(limits, approved)`, the same one as long as its limits are. */
  read: NetworkReader;
  label?: ReactNode;
  /** "Use my address (203.0.113.7)", at the end of the label's line. */
  aside?: ReactNode;
  hint?: ReactNode;
  /** An error of the list as a whole; what is wrong with an entry is said by itself. */
  error?: ReactNode;
  onBlur?: () => void;
  /** Takes the input itself, so that a form can lead to it. */
  inputRef?: RefCallback<HTMLInputElement>;
  disabled?: boolean;
}

/** Networks as chips: typed, or pasted many at once; each bad one says how to mend itself. */
export function AddressInput(props: AddressInputProps) {
  const { value, read, label = "Addresses it may call from", aside, hint, error, disabled } = props;
  const id = useId();
  const list = read(textsOf(value));
  const { input, draft, leftOut, ...act } = useEntries(props);
  const { inputRef } = props;
  const holdInput = useCallback(
    (element: HTMLInputElement | null) => {
      input.current = element;
      inputRef?.(element);
    },
    [input, inputRef],
  );
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
        className="flex max-h-72 min-h-10 cursor-text flex-wrap items-center gap-1.5 overflow-y-auto rounded-lg border border-line-field bg-surface p-1.5 -outline-offset-2 has-[input:focus]:border-focus has-[input:focus]:outline-2 has-[input:focus]:outline-focus"
      >
        <AddressChips value={value} read={list.entries} onRemove={act.remove} disabled={disabled} />
        <input
          ref={holdInput}
          id={id}
          value={draft}
          disabled={disabled}
          placeholder={value.length > 0 ? "Add another, or paste a list" : "203.0.113.24, 198.51.100.0/24"}
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="none"
          aria-describedby={`${id}-notes`}
          aria-invalid={Boolean(error) || list.entries.some((entry) => !entry.result.ok)}
          onChange={(event) => act.type(event.target.value)}
          onKeyDown={act.press}
          onPaste={act.paste}
          onBlur={act.leave}
          className="h-7 min-w-[13rem] flex-1 bg-transparent px-1.5 text-13 outline-none placeholder:text-text-3"
        />
      </div>
      <div id={`${id}-notes`} className="grid gap-1.5">
        {leftOut > 0 ? (
          <FieldMessage
            live
          >{`${leftOut.toLocaleString("en")} more were left out: a list holds ${mostEntries}.`}</FieldMessage>
        ) : null}
        <AddressNotes
          value={value}
          read={list.entries}
          onChange={props.onChange}
          onMend={act.mend}
          onRemove={act.remove}
        />
        {error ? <FieldMessage>{error}</FieldMessage> : null}
        {hint ? <p className="text-12 text-text-3">{hint}</p> : null}
      </div>
    </div>
  );
}

/** What typing, pasting and pressing do to the entries; the same functions as long as the input stands. */
function useEntries({ value, onChange, onBlur }: AddressInputProps) {
  const input = useRef<HTMLInputElement>(null);
  const [draft, setDraft] = useState("");
  const [leftOut, setLeftOut] = useState(0);
  const latest = useRef({ value, onChange });
  latest.current = { value, onChange };

  const add = (text: string) => {
    if (text.trim() !== "") onChange(addTyped(value, text));
    setDraft("");
    setLeftOut(0);
  };
  const remove = useCallback((key: number) => {
    const { value: entries, onChange: change } = latest.current;
    change(entries.filter((entry) => entry.key !== key));
    input.current?.focus();
  }, []);
  const mend = useCallback((key: number, text: string) => {
    const { value: entries, onChange: change } = latest.current;
    change(changeEntry(entries, key, { text }));
  }, []);
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    const last = value.at(-1);
    if (event.key === "Enter" && draft !== "") {
      event.preventDefault();
      add(draft);
    } else if (event.key === "Backspace" && draft === "" && last) {
      remove(last.key);
    }
  };
  const paste = (event: ClipboardEvent<HTMLInputElement>) => {
    event.preventDefault();
    const pasted = addPasted(value, draft + event.clipboardData.getData("text"));
    onChange(pasted.entries);
    setLeftOut(pasted.leftOut);
    setDraft("");
  };
  const type = (text: string) => (/[\s,;]/.test(text) ? add(text) : setDraft(text));
  const leave = () => {
    if (draft !== "") add(draft);
    onBlur?.();
  };
  return { input, draft, leftOut, type, press, paste, leave, remove, mend };
}
