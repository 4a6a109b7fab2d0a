import { TriangleAlert } from "lucide-react";
import { cx } from "@/components/cx";
import { counted } from "@/contracts/words";
import type { QueueRow } from "./queue-row";

const list = new Intl.ListFormat("en-GB", { type: "conjunction" });
const fewNames = 2;

/** Who was asked of a waiting request, how often they were reminded, and what went wrong on the way. */
export function QueueNotes({ row, className }: { row: QueueRow; className: string }) {
  const { asked, reminders, failedMails, escalatedAt } = row;
  const who = asked.length <= fewNames ? list.format(asked) : `${asked.length} people`;
  return (
    <>
      <span className={cx("truncate text-12", className)} title={list.format(asked)}>
        {asked.length === 0 ? "Nobody was asked" : `Asked ${who}`}
        {reminders > 0 ? `, reminded ${reminders === 1 ? "once" : `${reminders} times`}` : ""}
      </span>
      {failedMails > 0 ? <Warning>{counted(failedMails, "e-mail")} failed</Warning> : null}
      {escalatedAt ? <Warning>Nobody has answered</Warning> : null}
    </>
  );
}

function Warning({ children }: { children: string | string[] }) {
  return (
    <span className="flex items-center gap-1 text-12 text-expiring">
      <TriangleAlert className="size-3.5 flex-none" />
      {children}
    </span>
  );
}
