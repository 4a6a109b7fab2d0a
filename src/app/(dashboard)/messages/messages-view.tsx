"use client";

import { Mail } from "lucide-react";
import { parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { Alert } from "@/components/alert";
import { Button } from "@/components/button";
import { Card } from "@/components/card";
import { DataTable } from "@/components/data-table";
import { EmptyState } from "@/components/empty-state";
import { Page } from "@/components/page";
import { PageHeader } from "@/components/page-header";
import { Pager, pageSummary } from "@/components/pager";
import { useFreshRows } from "@/components/request/use-fresh-rows";
import { SearchField } from "@/components/search-field";
import { Segmented } from "@/components/segmented";
import { TableTools } from "@/components/table-tools";
import { notify } from "@/components/toast";
import { messageGroups } from "@/contracts/messages";
import { trpc } from "@/trpc/client";
import { fallbackInterval } from "@/trpc/live/fallback-interval";
import { messageColumns } from "./message-columns";

const groups = [
  { value: "all", label: "All" },
  { value: "failed", label: "Failed" },
  { value: "queued", label: "On their way" },
  { value: "sent", label: "Sent" },
] as const;

/** E-mail that Countersign sent, or could not: who, what, how it stands, and the button that sends it again. */
export function MessagesView() {
  const [{ state, q, page }, set] = useQueryStates({
    state: parseAsStringLiteral(messageGroups).withDefault("all"),
    q: parseAsString.withDefault(""),
    page: parseAsInteger.withDefault(1),
  });
  const query = trpc.messages.list.useQuery(
    { group: state, search: q, page: Math.max(1, page) },
    { refetchInterval: fallbackInterval, placeholderData: (last) => last },
  );
  const resend = useResend();
  const rows = query.data?.messages;
  const fresh = useFreshRows(
    rows,
    ({ id }) => id,
    ({ status, sentAgain }) => `${status} ${sentAgain}`,
  );
  const { total = 0, size = 20 } = query.data ?? {};
  return (
    <Page>
      <PageHeader
        title="E-mail"
        lead="What was sent to whom, and what could not be. Never what stands in a mail: codes go to their mailbox alone."
      />
      <Card label="E-mail">
        <TableTools
          title="Messages"
          filters={
            <Segmented
              label="State"
              options={groups}
              value={state}
              onChange={(next) => void set({ state: next, page: null })}
            />
          }
        >
          <SearchField
            value={q}
            onSearch={(words) => void set({ q: words || null, page: null })}
            placeholder="Person, mailbox, purpose, token"
            label="Search messages"
          />
        </TableTools>
        {query.error ? (
          <div className="p-4 desk:px-5">
            <Alert
              tone="refused"
              title="The list of messages did not open."
              action={
                <Button size="sm" onPress={() => query.refetch()}>
                  Try again
                </Button>
              }
            >
              {query.error.message}
            </Alert>
          </div>
        ) : (
          <DataTable
            label="Messages"
            columns={messageColumns(({ id }) => resend.send(id), resend.pending)}
            rows={rows}
            rowKey={({ id }) => id}
            isFresh={({ id }) => fresh.has(id)}
            skeletonRows={10}
            empty={
              <Nothing
                narrowed={state !== "all" || q !== ""}
                onClear={() => void set({ state: null, q: null, page: null })}
              />
            }
          />
        )}
        {rows && total > size ? (
          <Pager
            summary={pageSummary((page - 1) * size, rows.length, total)}
            hasPrevious={page > 1}
            hasNext={page * size < total}
            pending={query.isPlaceholderData}
            words={{ previous: "Newer", next: "Older" }}
            onPrevious={() => void set({ page: page - 1 })}
            onNext={() => void set({ page: page + 1 })}
          />
        ) : null}
      </Card>
    </Page>
  );
}

function useResend() {
  const utils = trpc.useUtils();
  const resend = trpc.messages.resend.useMutation({
    onSuccess: () => notify.done("The message is on its way again."),
    onError: (error) => notify.failed("It was not sent again.", { detail: error.message }),
    onSettled: () => utils.messages.invalidate(),
  });
  const pending = resend.isPending ? resend.variables.messageId : null;
  return { send: (messageId: string) => resend.mutate({ messageId }), pending };
}

function Nothing({ narrowed, onClear }: { narrowed: boolean; onClear: () => void }) {
  return narrowed ? (
    <EmptyState icon={<Mail />} action={<Button onPress={onClear}>Clear the filters</Button>}>
      No message matches these filters.
    </EmptyState>
  ) : (
    <EmptyState icon={<Mail />}>
      Approval codes, decisions, invitations and reminders stand here once they are written.
    </EmptyState>
  );
}
