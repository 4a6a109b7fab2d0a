"use client";

import { Button } from "@/components/button";
import { mayKeep, type ReviewLine } from "./review";

interface SelectionProps {
  rows: readonly ReviewLine[];
  chosen: ReadonlySet<string>;
  onChoose: (chosen: ReadonlySet<string>) => void;
  onAsk: (answer: "keep" | "drop", lines: readonly ReviewLine[]) => void;
}

/** What is done with what is chosen on this page. */
export function Selection({ rows, chosen, onChoose, onAsk }: SelectionProps) {
  const open = rows.filter(({ state }) => state === "unanswered");
  if (open.length === 0) return null;
  const lines = open.filter(({ id }) => chosen.has(id));
  const keepable = lines.filter(mayKeep);
  return (
    <div className="flex flex-wrap items-center gap-2 border-line border-b bg-surface-2 px-4 py-2 text-13 desk:px-5">
      <Button
        size="sm"
        onPress={() => onChoose(lines.length === open.length ? new Set() : new Set(open.map(({ id }) => id)))}
      >
        {lines.length === open.length ? "Choose none" : `Choose all ${open.length} of this page`}
      </Button>
      <span role="status" className="text-text-3">
        {lines.length === 0 ? "None chosen" : `${lines.length} chosen`}
      </span>
      <span className="ml-auto inline-flex gap-2">
        <Button size="sm" disabled={lines.length === 0} onPress={() => onAsk("drop", lines)}>
          Drop chosen
        </Button>
        <Button
          size="sm"
          variant="primary"
          disabled={keepable.length === 0}
          onPress={() => onAsk("keep", keepable)}
        >
          Keep chosen
        </Button>
      </span>
    </div>
  );
}
