import { Button } from "./button";

interface PagerProps {
  /** "1–20 of 41", or what is known. */
  summary: string;
  onPrevious?: () => void;
  onNext?: () => void;
  hasPrevious: boolean;
  hasNext: boolean;
  pending?: boolean;
  /** "Newer" and "Older" for instance, where the list is a history. */
  words?: { previous: string; next: string };
}

/** "1–20 of 41"; the total may be unknown. */
export function pageSummary(offset: number, count: number, total?: number): string {
  if (count === 0)
    return total === undefined || total === 0 ? "None" : `None of ${total.toLocaleString("en")}`;
  const range = `${(offset + 1).toLocaleString("en")}–${(offset + count).toLocaleString("en")}`;
  return total === undefined ? range : `${range} of ${total.toLocaleString("en")}`;
}

const usual = { previous: "Previous", next: "Next" };

/** The foot of a table that goes on. */
export function Pager(props: PagerProps) {
  const { summary, onPrevious, onNext, hasPrevious, hasNext, pending, words = usual } = props;
  return (
    <nav
      aria-label="Pages"
      className="flex items-center justify-between gap-3 border-line border-t py-2 pr-4 pl-4 text-13 text-text-3 tabular-nums desk:pl-5"
    >
      <span role="status">{summary}</span>
      <span className="flex gap-2">
        <Button size="sm" disabled={!hasPrevious || pending} onPress={onPrevious}>
          {words.previous}
        </Button>
        <Button size="sm" disabled={!hasNext || pending} onPress={onNext}>
          {words.next}
        </Button>
      </span>
    </nav>
  );
}
