import { TriangleAlert, X } from "lucide-react";
import { memo } from "react";
import { describeSize } from "@/contracts/network";
import type { NetworkEntry } from "@/contracts/network-list";
import { cx } from "./cx";

interface AddressChipProps {
  entry: NetworkEntry;
  entryKey: number;
  onRemove: (key: number) => void;
  /** Of all chips, one takes part in the tab order; arrow keys lead to the others. */
  tabbable: boolean;
  disabled?: boolean;
}

/** One network: canonical with its size, or what was typed with what is wrong. */
export const AddressChip = memo(function AddressChip(props: AddressChipProps) {
  const { entry, entryKey, onRemove, tabbable, disabled } = props;
  const { result, input } = entry;
  const bad = !result.ok;
  const text = result.ok ? result.network.text : input;
  return (
    <li
      className={cx(
        "inline-flex h-7 max-w-full items-center gap-1.5 rounded-md border pr-1 pl-2 font-medium font-mono text-[12.5px]/4",
        bad ? "border-refused-line bg-refused-soft text-refused" : "border-line-strong bg-surface-2",
      )}
    >
      {bad ? <TriangleAlert className="size-3.5" /> : null}
      <span className="truncate" title={text === input ? undefined : `Typed as ${input}`}>
        {text}
      </span>
      <span
        className={cx(
          "border-l pl-1.5 font-normal font-sans text-12 whitespace-nowrap",
          bad ? "border-refused-line" : "border-line-strong text-text-3",
        )}
      >
        {noteOf(entry)}
      </span>
      <button
        type="button"
        disabled={disabled}
        tabIndex={tabbable ? 0 : -1}
        onClick={() => onRemove(entryKey)}
        aria-label={`Remove ${text}`}
        className={cx(
          "relative grid size-[18px] place-items-center rounded after:absolute after:-inset-[3px]",
          !bad && "text-text-3",
        )}
      >
        <X className="size-3" />
      </button>
    </li>
  );
});

function noteOf({ result, duplicate, coveredBy, approved }: NetworkEntry): string {
  if (!result.ok) return "not valid";
  if (duplicate) return "twice";
  if (approved?.how === "same") return "approved already";
  if (coveredBy) return `inside ${coveredBy}`;
  return describeSize(result.network.size);
}
