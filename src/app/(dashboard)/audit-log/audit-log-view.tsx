"use client";

import { FileText } from "lucide-react";
import { useState } from "react";
import { Alert } from "@/components/alert";
import { Button } from "@/components/button";
import { Card } from "@/components/card";
import { DataTable } from "@/components/data-table";
import { EmptyState } from "@/components/empty-state";
import { Page } from "@/components/page";
import { PageHeader } from "@/components/page-header";
import { Pager, pageSummary } from "@/components/pager";
import { useFreshRows } from "@/components/request/use-fresh-rows";
import { trpc } from "@/trpc/client";
import { useKeysetPage } from "../use-keyset-page";
import { type AuditRow, auditColumns } from "./audit-columns";
import { AuditTools } from "./audit-tools";
import { ChainCard, ChainLink } from "./chain-card";
import { RecordDialog } from "./record-dialog";
import { type AuditFilter, faultsOf, inputOf, isNarrowed, useAuditFilter } from "./use-audit-filter";

const limit = 50;
const nothing: AuditFilter = {
  ...{ group: null, outcome: null, from: null, to: null },
  ...{ who: "", token: "", customer: "", request: "", under: "", address: "" },
};

interface AuditLogViewProps {
  seesCustomers: boolean;
  seesTokens: boolean;
}

/** Every record, newest first; filter and place stand in the URL, and the first page keeps up by itself. */
export function AuditLogView({ seesCustomers, seesTokens }: AuditLogViewProps) {
  const { filter, setFilter } = useAuditFilter();
  const place = useKeysetPage();
  const [opened, setOpened] = useState<AuditRow | null>(null);
  const input = inputOf(filter, place.cursor, limit);
  const faults = faultsOf(input);
  const sound = Object.keys(faults).length === 0;
  const query = trpc.audit.list.useQuery(input, {
    enabled: sound,
    refetchInterval: place.page === 1 ? 10_000 : false,
    placeholderData: (last) => last,
  });
  const change = (next: Partial<AuditFilter>) => {
    void setFilter(next);
    void place.first();
  };
  const rows = sound ? query.data?.events : [];
  const fresh = useFreshRows(
    rows,
    ({ id }) => id,
    () => "",
  );
  const nextCursor = query.data?.nextCursor ?? null;
  const older = () => nextCursor !== null && place.next(nextCursor);
  return (
    <Page>
      <PageHeader
        title="Audit log"
        lead="Who did what, from where, by which rule: every read, refusal and decision. Never a customer's values."
        actions={<ChainLink />}
      />
      <Card label="Records">
        <AuditTools filter={filter} faults={faults} onChange={change} />
        {query.error ? (
          <div className="p-4 desk:px-5">
            <Alert
              tone="refused"
              title="The audit log did not open."
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
            label="Records"
            columns={auditColumns(setOpened)}
            rows={rows}
            rowKey={({ id }) => id}
            isFresh={({ id, at }) => fresh.has(id) && Date.now() - at.getTime() < 30_000}
            skeletonRows={12}
            empty={
              <Nothing
                sound={sound}
                narrowed={isNarrowed(filter)}
                onOlder={nextCursor === null ? null : older}
                onClear={() => change(nothing)}
              />
            }
          />
        )}
        {rows && (place.page > 1 || nextCursor !== null) ? (
          <Pager
            summary={pageSummary((place.page - 1) * limit, rows.length)}
            hasPrevious={place.page > 1}
            hasNext={nextCursor !== null}
            pending={query.isPlaceholderData}
            words={{ previous: "Newer", next: "Older" }}
            onPrevious={place.previous}
            onNext={older}
          />
        ) : null}
      </Card>
      <ChainCard />
      <RecordDialog
        record={opened}
        seesCustomers={seesCustomers}
        seesTokens={seesTokens}
        onClose={() => setOpened(null)}
        onRequest={(request) => {
          setOpened(null);
          change({ ...nothing, request });
        }}
      />
    </Page>
  );
}

interface NothingProps {
  sound: boolean;
  narrowed: boolean;
  /** Further back than this call searched; null at the beginning of the log. */
  onOlder: (() => void) | null;
  onClear: () => void;
}

function Nothing({ sound, narrowed, onOlder, onClear }: NothingProps) {
  if (!sound) return <EmptyState icon={<FileText />}>Mend the filter above to see records.</EmptyState>;
  if (onOlder) {
    return (
      <EmptyState icon={<FileText />} action={<Button onPress={onOlder}>Look further back</Button>}>
        No record of the last million matches.
      </EmptyState>
    );
  }
  return narrowed ? (
    <EmptyState icon={<FileText />} action={<Button onPress={onClear}>Clear the filters</Button>}>
      No record matches these filters.
    </EmptyState>
  ) : (
    <EmptyState icon={<FileText />}>
      Every sign-in, request, decision, read and refusal stands here.
    </EmptyState>
  );
}
