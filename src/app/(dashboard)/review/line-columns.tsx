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
import { plainNetwork } from "../settings/program/api/plain-network";
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
      cell: (line) => (
        <CellLines detail={ownEndOf(line)}>
          {shortDate(line.approvedAt)}
          {line.approvedBy ? `, ${line.approvedBy}` : ""}
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

/** When it ends by itself, or did; of what was ended before, that says nothing any more. */
function ownEndOf({ state, expiresAt }: ReviewLine): string | undefined {
  if (state !== "unanswered" && state !== "kept") return undefined;
  const over = new Date(expiresAt).getTime() <= Date.now();
  return `${over ? "ended" : "ends"} by itself ${shortDate(expiresAt)}`;
}

/** What the line is about; in a narrow window with what became of it, which has no room beside its chip. */
function whatOf(line: ReviewLine) {
  const detail = detailOf(line);
  return (
    <>
      {line.network ? <NetworkName line={line} /> : <TokenName line={line} />}
      {detail ? <span className="block text-12 text-text-3 desk:hidden">{detail}</span> : null}
    </>
  );
}

function NetworkName({ line }: { line: ReviewLine }) {
  const { network, label, reference, title } = line;
  return (
    <div className="desk:pl-4">
      <CellLines detail={[label, title, signedAs(line)].filter(Boolean).join(", ")}>
        <span className="whitespace-normal">
          <Mono>{plainNetwork(network ?? "")}</Mono>{" "}
          <span className="text-12 text-text-3">
            of <span className="whitespace-nowrap">{reference}</span>
          </span>
        </span>
      </CellLines>
    </div>
  );
}

function TokenName({ line }: { line: ReviewLine }) {
  const { reference, title, ownerName } = line;
  const signed = signedAs(line);
  return (
    <CellLines detail={`${reference}, ${ownerName}`}>
      <strong className="font-medium whitespace-normal">{title}</strong>
      {signed ? <span className="block text-12 whitespace-normal text-text-2">{signed}</span> : null}
    </CellLines>
  );
}

/** What was signed of a token that is called otherwise: that is what the reader keeps. */
const signedAs = ({ signedPurpose }: ReviewLine) =>
  signedPurpose ? `signed as “${signedPurpose}”` : undefined;

function answerOf(line: ReviewLine) {
  const { state } = line;
  const detail = detailOf(line);
  return (
    <>
      <StateChip state={states[state]}>
        {state === "unanswered" ? "Waits" : reviewAnswerWords[state]}
      </StateChip>
      {detail ? <span className="hidden text-12 text-text-3 desk:block">{detail}</span> : null}
    </>
  );
}

/** Who gave the answer, when and why; or why there is none. */
function detailOf({ state, answeredBy, answeredAt, reason, mine }: ReviewLine): string | undefined {
  if (state === "unanswered") return mine ? "You asked for it: another keeps it" : undefined;
  const day = answeredAt ? shortDate(answeredAt) : "";
  if (state === "expired") return `${day}: nobody answered in time`;
  const who = [answeredBy, day].filter(Boolean).join(", ");
  return [who, reason].filter(Boolean).join(": ") || undefined;
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
      <label className="inline-flex items-center gap-2 py-1 text-12 text-text-2">
        <CheckboxBox checked={chosen.has(line.id)} onChange={(on) => onChoose(line, on)} />
        <span className="desk:sr-only">
          Choose<span className="sr-only"> {lineName(line)}</span>
        </span>
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
