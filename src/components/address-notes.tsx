import { memo } from "react";
import type { NetworkEntry } from "@/contracts/network-list";
import type { AddressEntry } from "./address-entries";
import { type Numbered, overlapOf, Press, Quiet, rewritingOf, Said } from "./address-remarks";
import { FieldMessage } from "./field-message";

interface AddressNotesProps {
  value: readonly AddressEntry[];
  read: readonly NetworkEntry[];
  onChange: (entries: AddressEntry[]) => void;
  onMend: (key: number, text: string) => void;
  onRemove: (key: number) => void;
}

/** Under the chips: every fault with its place, its reason and the mended texts to press; then repeats, overlaps, rewritings. */
export function AddressNotes({ value, read, onChange, onMend, onRemove }: AddressNotesProps) {
  const numbered = value.flatMap(({ key, line }, index): Numbered[] => {
    const entry = read[index];
    const place = line === null ? `No. ${index + 1}` : `Line ${line}`;
    return entry ? [{ entry, key, place }] : [];
  });
  const bad = numbered.filter(({ entry }) => !entry.result.ok);
  const repeats = numbered.filter(({ entry }) => entry.duplicate);
  const there = numbered.filter(({ entry }) => !entry.duplicate && entry.approved?.how === "same");
  const without = (gone: readonly Numbered[]) => () => {
    const keys = new Set(gone.map(({ key }) => key));
    onChange(value.filter(({ key }) => !keys.has(key)));
  };
  return (
    <>
      <Faults bad={bad} onMend={onMend} onRemove={onRemove} onRemoveAll={without(bad)} />
      <Said of={there} one="is" many="are" what="approved for this token already" onRemove={without(there)} />
      <Said
        of={repeats}
        one="is"
        many="are"
        what="there more than once, and asked for once"
        onRemove={without(repeats)}
      />
      <Quiet
        title={(count) => `${count} that overlap, which is no fault`}
        lines={numbered.flatMap(overlapOf)}
      />
      <Quiet
        title={(count) => `${count} kept in another form than typed`}
        lines={numbered.flatMap(rewritingOf)}
      />
    </>
  );
}

interface FaultsProps {
  bad: readonly Numbered[];
  onMend: (key: number, text: string) => void;
  onRemove: (key: number) => void;
  onRemoveAll: () => void;
}

function Faults({ bad, onMend, onRemove, onRemoveAll }: FaultsProps) {
  return (
    <>
      {bad.length > 1 ? (
        <button type="button" onClick={onRemoveAll} className="link justify-self-start text-12">
          Remove all faulty
        </button>
      ) : null}
      {bad.length > 0 ? (
        <ul
          tabIndex={bad.length > 6 ? 0 : undefined}
          aria-label="Faults"
          className="grid max-h-56 gap-1.5 overflow-y-auto"
        >
          {bad.map(({ entry, key, place }) => (
            <Fault
              key={key}
              entry={entry}
              entryKey={key}
              place={bad.length > 1 ? place : null}
              onMend={onMend}
              onRemove={onRemove}
            />
          ))}
        </ul>
      ) : null}
    </>
  );
}

interface FaultProps extends Pick<FaultsProps, "onMend" | "onRemove"> {
  entry: NetworkEntry;
  entryKey: number;
  place: string | null;
}

const Fault = memo(function Fault({ entry, entryKey, place, onMend, onRemove }: FaultProps) {
  if (entry.result.ok) return null;
  const { message, suggestions } = entry.result.problem;
  return (
    <li>
      <FieldMessage>
        {place ? <span className="text-text-3 tabular-nums">{place}: </span> : null}
        {message}{" "}
        {suggestions.map((text, index) => (
          <span key={text}>
            {index === 0 ? "" : ", or "}
            <Press onPress={() => onMend(entryKey, text)}>
              {index === 0 ? "Use" : "use"} {text}
            </Press>
          </span>
        ))}
        {suggestions.length > 0 ? ", or " : null}
        <Press onPress={() => onRemove(entryKey)}>
          {suggestions.length > 0 ? "remove it" : "Remove it"}
          <span className="sr-only"> ({entry.input})</span>
        </Press>
      </FieldMessage>
    </li>
  );
});
