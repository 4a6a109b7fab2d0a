import { Circle } from "lucide-react";
import type { ReactNode } from "react";
import { ExactTime } from "./exact-time";
import type { Moment } from "./format-time";

export interface HistoryItem {
  id: string;
  icon?: ReactNode;
  text: ReactNode;
  at: Moment;
}

/** What happened, newest first, with exact times. */
export function HistoryList({ items }: { items: readonly HistoryItem[] }) {
  return (
    <ol className="stack-3">
      {items.map(({ id, icon, text, at }) => (
        <li key={id} className="grid grid-cols-[16px_minmax(0,1fr)] gap-x-2.5 text-13">
          <span className="mt-0.5 text-text-3 [&>svg]:size-3.5">{icon ?? <Circle />}</span>
          <span className="min-w-0 wrap-anywhere">{text}</span>
          <ExactTime at={at} className="col-start-2 text-12 text-text-3" />
        </li>
      ))}
    </ol>
  );
}
