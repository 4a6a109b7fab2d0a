import { RotateCw } from "lucide-react";
import { Button } from "@/components/button";
import { CellLines } from "@/components/cell-lines";
import type { Column } from "@/components/data-table";
import { RelativeTime } from "@/components/relative-time";
import { StateChip } from "@/components/state-chip";
import { failureWords, messageKindWords } from "@/contracts/message-words";
import { noLongerNeeded } from "@/contracts/messages";
import type { RouterOutputs } from "@/trpc/client";

export type MessageRow = RouterOutputs["messages"]["list"]["messages"][number];

export const hasFailed = ({ status, lastError }: MessageRow) =>
  status === "failed" && lastError !== noLongerNeeded;

const mayBeSent = (row: MessageRow) => hasFailed(row) && !row.sentAgain;

export function messageColumns(
  onResend: (row: MessageRow) => void,
  pending: string | null,
): Column<MessageRow>[] {
  return [
    {
      key: "who",
      heading: "To",
      narrow: "title",
      cell: ({ name, mailbox }) => <CellLines detail={mailbox}>{name}</CellLines>,
    },
    { key: "what", heading: "What", narrow: "labelled", cell: whatOf },
    {
      key: "when",
      heading: "When",
      narrow: "labelled",
      cell: ({ createdAt }) => <RelativeTime at={createdAt} className="whitespace-nowrap" />,
    },
    { key: "state", heading: "State", narrow: "corner", cell: stateOf },
    {
      key: "why",
      heading: "Why",
      narrow: "full",
      cell: (row) => <p className="max-w-[44ch] text-12 text-text-2">{whyOf(row)}</p>,
    },
    {
      key: "again",
      heading: "Send again",
      hiddenHeading: true,
      align: "end",
      narrow: "full",
      cell: (row) =>
        mayBeSent(row) ? (
          <Button
            size="sm"
            icon={<RotateCw className="size-3.5" />}
            pending={pending === row.id}
            onPress={() => onResend(row)}
            aria-label={`Send again: ${messageKindWords[row.kind]} to ${row.name}`}
          >
            Send again
          </Button>
        ) : null,
    },
  ];
}

function whatOf({ kind, purpose, reference }: MessageRow) {
  const subject = [purpose, reference].filter(Boolean).join(", ");
  return <CellLines detail={subject || undefined}>{messageKindWords[kind]}</CellLines>;
}

function stateOf(row: MessageRow) {
  if (row.status === "sent") return <StateChip state="live">Sent</StateChip>;
  if (row.status === "queued") return <StateChip state="pending">On its way</StateChip>;
  if (row.sentAgain) return <StateChip state="ended">Failed, sent again</StateChip>;
  return hasFailed(row) ? (
    <StateChip state="refused">Failed</StateChip>
  ) : (
    <StateChip state="ended">Not needed</StateChip>
  );
}

function whyOf({ status, lastError, attempts }: MessageRow): string {
  if (status === "failed") return failureWords(lastError);
  if (status === "queued" && lastError !== null) {
    return `Tried ${attempts === 1 ? "once" : `${attempts} times`} so far. ${failureWords(lastError)}`;
  }
  return "";
}
