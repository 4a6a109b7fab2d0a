import type { NetworkEntry } from "@/contracts/network";
import { FieldMessage } from "./field-message";

interface AddressNotesProps {
  entries: readonly NetworkEntry[];
  onMend: (index: number, text: string) => void;
}

const shown = 5;

/** Under the chips: what is wrong with each bad one and the mended texts to press; how a good one was rewritten. */
export function AddressNotes({ entries, onMend }: AddressNotesProps) {
  const numbered = entries.map((entry, index) => ({ entry, index }));
  const bad = numbered.filter(({ entry }) => !entry.result.ok);
  const rewritten = numbered.filter(
    ({ entry: { input, result } }) => result.ok && result.network.text.toLowerCase() !== input.toLowerCase(),
  );
  return (
    <>
      <div role="status" className="grid gap-1.5 empty:hidden">
        {bad.slice(0, shown).map(({ entry, index }) => (
          <Fault key={`${index}-${entry.input}`} entry={entry} onMend={(text) => onMend(index, text)} />
        ))}
        {bad.length > shown ? (
          <FieldMessage>{`and ${bad.length - shown} more that need fixing.`}</FieldMessage>
        ) : null}
      </div>
      {rewritten.slice(0, shown).map(({ entry, index }) => (
        <p key={`${index}-${entry.input}`} className="text-12 text-text-3 wrap-anywhere">
          You typed <code>{entry.input}</code>; it is kept as{" "}
          <code>{entry.result.ok ? entry.result.network.text : ""}</code>.
        </p>
      ))}
    </>
  );
}

function Fault({ entry, onMend }: { entry: NetworkEntry; onMend: (text: string) => void }) {
  if (entry.result.ok) return null;
  const { message, suggestions } = entry.result.problem;
  return (
    <FieldMessage>
      {message}
      {suggestions.map((text, index) => (
        <span key={text}>
          {index === 0 ? " " : ", or "}
          <button
            type="button"
            onClick={() => onMend(text)}
            className="font-medium underline underline-offset-3"
          >
            Use {text}
          </button>
        </span>
      ))}
    </FieldMessage>
  );
}
