import { cx } from "@/components/cx";
import { RelativeTime } from "@/components/relative-time";
import { StateChip } from "@/components/state-chip";
import { messageKindWords } from "@/contracts/message-words";
import { noLongerNeeded } from "@/contracts/messages";
import { type RouterOutputs, trpc } from "@/trpc/client";

type Mail = RouterOutputs["mailbox"]["list"][number];

const NotSent = ({ needed }: { needed: boolean }) => (
  <StateChip state={needed ? "refused" : "ended"}>{needed ? "Failed" : "Not needed"}</StateChip>
);

/** One mail in the list: to whom, under which subject, when. The subject is drawn once; until then its kind stands in. */
export function MailItem({ mail, open, onOpen }: { mail: Mail; open: boolean; onOpen: () => void }) {
  const { data: drawn } = trpc.mailbox.get.useQuery(
    { messageId: mail.id },
    { retry: false, staleTime: Number.POSITIVE_INFINITY, refetchOnWindowFocus: false },
  );
  return (
    <button
      type="button"
      aria-current={open ? "true" : undefined}
      onClick={onOpen}
      className={cx(
        "relative grid w-full gap-0.5 border-line border-b px-4 py-3 text-left -outline-offset-2",
        open ? "bg-accent-soft" : "hover:bg-surface-2",
      )}
    >
      {open ? <span aria-hidden="true" className="absolute inset-y-0 left-0 w-[3px] bg-accent" /> : null}
      <span className="flex items-baseline justify-between gap-2">
        <span className="truncate font-medium text-13">{mail.name}</span>
        <RelativeTime at={mail.createdAt} className="flex-none text-12 text-text-3 whitespace-nowrap" />
      </span>
      <span className="truncate text-13 text-text-2">{drawn?.subject ?? messageKindWords[mail.kind]}</span>
      <span className="flex items-center justify-between gap-2">
        <span className="truncate text-12 text-text-3">{mail.mailbox}</span>
        {mail.status === "queued" ? <StateChip state="pending">On its way</StateChip> : null}
        {mail.status === "failed" ? <NotSent needed={mail.lastError !== noLongerNeeded} /> : null}
      </span>
    </button>
  );
}
