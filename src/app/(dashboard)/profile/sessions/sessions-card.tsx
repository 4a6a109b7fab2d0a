"use client";

import { useState } from "react";
import { Button } from "@/components/button";
import { Card } from "@/components/card";
import { CellLines } from "@/components/cell-lines";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { type Column, DataTable } from "@/components/data-table";
import { exactTimeWithin } from "@/components/format-time";
import { Mono } from "@/components/mono";
import { RelativeTime } from "@/components/relative-time";
import { StateChip } from "@/components/state-chip";
import { TableTools } from "@/components/table-tools";
import { notify } from "@/components/toast";
import { browserOf } from "@/contracts/browser";
import { type RouterOutputs, trpc } from "@/trpc/client";
import { fallbackInterval } from "@/trpc/live/fallback-interval";
import { refusalOf } from "../../refusal";

type Session = RouterOutputs["sessions"]["list"][number];

/** One's own open sessions; ending one holds at once. */
export function SessionsCard() {
  const utils = trpc.useUtils();
  const { data: sessions } = trpc.sessions.list.useQuery(undefined, { refetchInterval: fallbackInterval });
  const end = trpc.sessions.end.useMutation();
  const endOthers = trpc.sessions.endOthers.useMutation();
  const [ending, setEnding] = useState<Session | "others" | null>(null);
  const others = sessions?.filter((one) => !one.current).length ?? 0;
  const confirm = async () => {
    const refused = await refusalOf(async () =>
      ending === "others"
        ? await endOthers.mutateAsync()
        : ending && (await end.mutateAsync({ sessionId: ending.id })),
    );
    if (refused === null)
      notify.done(ending === "others" ? "Your other sessions have ended" : "The session has ended");
    await utils.sessions.invalidate();
    return refused;
  };
  return (
    <Card label="Open sessions">
      <TableTools title="Open sessions">
        {others > 0 ? <Button onPress={() => setEnding("others")}>End all others</Button> : null}
      </TableTools>
      <DataTable
        label="Open sessions"
        columns={columnsOf(setEnding)}
        rows={sessions}
        rowKey={(one) => one.id}
        skeletonRows={2}
      />
      <ConfirmDialog
        open={ending !== null}
        onOpenChange={(open) => (open ? undefined : setEnding(null))}
        title={ending === "others" ? "End all other sessions?" : "End this session?"}
        confirmLabel={ending === "others" ? "End sessions" : "End session"}
        cancelLabel="Cancel"
        onConfirm={confirm}
      >
        Whoever uses {ending === "others" ? "them" : "it"} is signed out at once. This session stays.
      </ConfirmDialog>
    </Card>
  );
}

function columnsOf(onEnd: (session: Session) => void): Column<Session>[] {
  return [
    {
      key: "browser",
      heading: "Browser",
      narrow: "title",
      cell: (one) => (
        <CellLines detail={`Since ${exactTimeWithin(one.createdAt)}`}>
          <span title={one.userAgent ?? undefined}>{browserOf(one.userAgent)}</span>
        </CellLines>
      ),
    },
    { key: "ip", heading: "From", narrow: "labelled", cell: (one) => <Mono>{one.ip ?? "unknown"}</Mono> },
    {
      key: "seen",
      heading: "Last seen",
      narrow: "labelled",
      cell: (one) => <RelativeTime at={one.lastSeenAt} />,
    },
    {
      key: "state",
      heading: "State",
      narrow: "corner",
      cell: (one) => (one.current ? <StateChip state="live">This session</StateChip> : null),
    },
    {
      key: "actions",
      heading: "Actions",
      hiddenHeading: true,
      align: "end",
      cell: (one) =>
        one.current ? null : (
          <Button size="sm" variant="danger" onPress={() => onEnd(one)}>
            End
          </Button>
        ),
    },
  ];
}
