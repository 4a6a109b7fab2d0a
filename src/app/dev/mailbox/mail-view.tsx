"use client";

import { ArrowLeft } from "lucide-react";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { Alert } from "@/components/alert";
import { EmptyState } from "@/components/empty-state";
import { exactTime } from "@/components/format-time";
import { IconButton } from "@/components/icon-button";
import { Segmented } from "@/components/segmented";
import { SkeletonText } from "@/components/skeleton";
import { failureWords } from "@/contracts/message-words";
import { trpc } from "@/trpc/client";

const views = ["html", "text"] as const;
const options = [
  { value: "html", label: "HTML" },
  { value: "text", label: "Text" },
] as const;

/** One mail: its head, and its HTML in a frame that runs nothing and fetches nothing, or its text. */
export function MailView({ messageId, onClose }: { messageId: string; onClose: () => void }) {
  const [view, setView] = useQueryState("view", parseAsStringLiteral(views).withDefault("html"));
  const { data, error } = trpc.mailbox.get.useQuery({ messageId }, { retry: false });
  if (error)
    return <EmptyState>This mail cannot be shown any more: what it was made from is gone.</EmptyState>;
  return (
    <article className="grid h-full grid-rows-[auto_minmax(0,1fr)]">
      <header className="grid gap-2 border-line border-b bg-surface px-4 py-3 desk:px-6">
        <div className="flex items-start gap-2">
          <div className="desk:hidden">
            <IconButton label="Back to the list" onPress={onClose}>
              <ArrowLeft />
            </IconButton>
          </div>
          <div className="grid min-w-0 flex-1 gap-0.5">
            {data ? <h2 className="[overflow-wrap:anywhere]">{data.subject}</h2> : <SkeletonText lines={1} />}
            <p className="text-13 text-text-3">
              {data ? `To ${data.to}, ${exactTime(data.sentAt ?? data.createdAt)}` : " "}
            </p>
          </div>
          <Segmented
            label="Form"
            options={options}
            value={view}
            onChange={(chosen) => void setView(chosen)}
          />
        </div>
        {data?.status === "failed" ? (
          <Alert tone="refused" title="This mail was not sent">
            {failureWords(data.lastError)}
          </Alert>
        ) : null}
      </header>
      {view === "html" ? (
        <iframe
          title={data?.subject ?? "Mail"}
          src={`/dev/mailbox/mail/${messageId}`}
          sandbox="allow-popups allow-popups-to-escape-sandbox"
          className="h-full w-full border-0 bg-[#f1f2f6]"
        />
      ) : (
        <pre className="overflow-auto whitespace-pre-wrap px-4 py-5 font-mono text-13 desk:px-6 [overflow-wrap:anywhere]">
          {data?.text}
        </pre>
      )}
    </article>
  );
}
