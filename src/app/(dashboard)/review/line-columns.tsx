import { Button } from "@/components/button";
import { CellLines } from "@/components/cell-lines";
import { CheckboxBox } from "@/components/checkbox";
import type { Column } from "@/components/data-table";
import { shortDate } from "@/components/format-time";
import { Mono } from "@/components/mono";
import { RelativeTime } from "@/components/relative-time";
import { StateChip } from "@/components/state-chip";
import type { State } from "@/components/state-icon";
import { reviewAnswerWords } from "@/contracts/review";
import { lineName, mayKeep, type ReviewLine } from "./review";

export interface Answering {
  /** The reader answers, and the round is open. */
  may: boolean;
  chosen: ReadonlySet<string>;
  onChoose: (line: ReviewLine, chosen: boolean) => void;
  onKeep: (line: ReviewLine) => void;
  onDrop: (line: ReviewLine) => void;
}

const states: Record<ReviewLine["state"], State> = {
  unanswered: "pending",
  kept: "live",
  dropped: "refused",
  expired: "refused",
  ended: "ended",
};

export function lineColumns(answering: Answering): Column<ReviewLine>[] {
  const columns: Column<ReviewLine>[] = [
    { key: "what", heading: "Token or address", narrow: "title", width: "34%", cell: whatOf },
    {
      key: "approved",
      heading: "Approved",
      narrow: "labelled",
      cell: ({ approvedAt, approvedBy, expiresAt }) => (
        <CellLines detail={`ends by itself ${shortDate(expiresAt)}`}>
          {shortDate(approvedAt)}
          {approvedBy ? `, ${approvedBy}` : ""}
        </CellLines>
      ),
    },
    {
      key: "used",
      heading: "Last used",
      narrow: "labelled",
      cell: ({ lastUsedAt, uses }) =>
        lastUsedAt ? (
          <CellLines detail={uses === 1 ? "once" : `${uses.toLocaleString("en")} times`}>
            <RelativeTime at={lastUsedAt} />
          </CellLines>
        ) : (
          <span className="text-text-3">Never</span>
        ),
    },
    { key: "state", heading: "Answer", narrow: "corner", cell: answerOf },
  ];
  if (!answering.may) return columns;
  return [chooseColumn(answering), ...columns, actionColumn(answering)];
}

function whatOf({ network, label, reference, title, ownerName }: ReviewLine) {
  if (network) {
    return (
      <CellLines detail={[label, title].filter(Boolean).join(", ")}>
        <span className="desk:pl-4">
          <Mono>{network}</Mono> <span className="text-12 text-text-3">of {reference}</span>
        </span>
      </CellLines>
    );
  }
  return (
    <CellLines detail={`${reference}, ${ownerName}`}>
      <strong className="font-medium whitespace-normal">{title}</strong>
    </CellLines>
  );
}

function answerOf({ state, answeredBy, answeredAt, reason, mine }: ReviewLine) {
  if (state === "unanswered") {
    return (
      <CellLines detail={mine ? "You asked for it: another keeps it" : undefined}>
        <StateChip state="pending">Waits</StateChip>
      </CellLines>
    );
  }
  const who = answeredBy && answeredAt ? `${answeredBy}, ${shortDate(answeredAt)}` : "";
  return (
    <CellLines detail={[who, reason].filter(Boolean).join(": ") || undefined}>
      <StateChip state={states[state]}>{reviewAnswerWords[state]}</StateChip>
    </CellLines>
  );
}

const chooseColumn = ({ chosen, onChoose }: Answering): Column<ReviewLine> => ({
  key: "choose",
  heading: "Choose",
  hiddenHeading: true,
  narrow: "full",
  width: "44px",
  cell: (line) =>
    line.state === "unanswered" ? (
      // biome-ignore lint/a11y/noLabelWithoutControl: the box inside is the control
      <label>
        <span className="sr-only">Choose {lineName(line)}</span>
        <CheckboxBox checked={chosen.has(line.id)} onChange={(on) => onChoose(line, on)} />
      </label>
    ) : null,
});

const actionColumn = ({ onKeep, onDrop }: Answering): Column<ReviewLine> => ({
  key: "answer",
  heading: "Keep or drop",
  hiddenHeading: true,
  align: "end",
  narrow: "full",
  cell: (line) =>
    line.state === "unanswered" ? (
      <span className="inline-flex gap-2">
        {mayKeep(line) ? (
          <Button size="sm" onPress={() => onKeep(line)} aria-label={`Keep ${lineName(line)}`}>
            Keep
          </Button>
        ) : null}
        <Button size="sm" onPress={() => onDrop(line)} aria-label={`Drop ${lineName(line)}`}>
          Drop
        </Button>
      </span>
    ) : null,
});
