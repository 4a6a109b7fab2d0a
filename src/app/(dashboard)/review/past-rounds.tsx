import { Button } from "@/components/button";
import { Card } from "@/components/card";
import { type Column, DataTable } from "@/components/data-table";
import { shortDate } from "@/components/format-time";
import { TableTools } from "@/components/table-tools";
import { progressWords, type Round } from "./review";

const number = (value: number) => value.toLocaleString("en");

function columns(onShow: (round: Round) => void): Column<Round>[] {
  return [
    { key: "when", heading: "Opened", narrow: "title", cell: ({ openedAt }) => shortDate(openedAt) },
    { key: "how", heading: "How it stands", narrow: "labelled", cell: progressWords },
    { key: "kept", heading: "Kept", narrow: "labelled", cell: ({ counts }) => number(counts.answers.kept) },
    {
      key: "dropped",
      heading: "Dropped",
      narrow: "labelled",
      cell: ({ counts }) => number(counts.answers.dropped),
    },
    {
      key: "expired",
      heading: "Not attested",
      narrow: "labelled",
      cell: ({ counts }) => number(counts.answers.expired),
    },
    {
      key: "show",
      heading: "Show",
      hiddenHeading: true,
      align: "end",
      narrow: "full",
      cell: (round) => (
        <Button
          size="sm"
          onPress={() => onShow(round)}
          aria-label={`Show the review of ${shortDate(round.openedAt)}`}
        >
          Show
        </Button>
      ),
    },
  ];
}

/** Every round there was, with its answers. */
export function PastRounds({
  rounds,
  currentId,
  onShow,
}: {
  rounds: readonly Round[];
  currentId: string;
  onShow: (round: Round) => void;
}) {
  if (rounds.length < 2) return null;
  return (
    <Card label="Rounds">
      <TableTools title="Rounds" />
      <DataTable
        label="Rounds"
        columns={columns(onShow)}
        rows={rounds}
        rowKey={({ id }) => id}
        isSelected={({ id }) => id === currentId}
      />
    </Card>
  );
}
