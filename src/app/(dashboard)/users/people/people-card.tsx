"use client";

import { UserPlus } from "lucide-react";
import { parseAsInteger, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useState } from "react";
import { Button } from "@/components/button";
import { Card } from "@/components/card";
import { DataTable } from "@/components/data-table";
import { EmptyState } from "@/components/empty-state";
import { Pager, pageSummary } from "@/components/pager";
import { SearchField } from "@/components/search-field";
import { Segmented } from "@/components/segmented";
import { TableTools } from "@/components/table-tools";
import { trpc } from "@/trpc/client";
import { InviteDialog } from "./invite-dialog";
import { peopleColumns } from "./people-columns";
import type { PersonChange } from "./person";
import { PersonDialogs } from "./person-dialogs";

const statuses = ["all", "active", "invited", "disabled"] as const;
const labels = { all: "All", active: "Active", invited: "Invited", disabled: "Disabled" };
const pageSize = 25;

/** Everyone who may sign in, was invited, or was disabled. */
export function PeopleCard({ myId, mayManage }: { myId: string; mayManage: boolean }) {
  // Names and addresses stay out of URLs, and so out of logs.
  const [search, setSearch] = useState("");
  const [filter, setFilter] = useQueryStates({
    status: parseAsStringLiteral(statuses).withDefault("all"),
    page: parseAsInteger.withDefault(1),
  });
  const [inviting, setInviting] = useState(false);
  const [change, setChange] = useState<PersonChange | null>(null);
  const { page } = filter;
  const status = filter.status === "all" ? undefined : filter.status;
  const { data } = trpc.users.list.useQuery(
    { search, status, page, pageSize },
    { placeholderData: (last) => last },
  );
  const offset = (page - 1) * pageSize;
  const shown = data?.users.length ?? 0;
  return (
    <Card label="Users">
      <TableTools
        title="Users"
        filters={
          <Segmented
            label="Which users"
            options={statuses.map((value) => ({ value, label: labels[value] }))}
            value={filter.status}
            onChange={(next) => setFilter({ status: next, page: 1 })}
          />
        }
      >
        <SearchField
          value={search}
          onSearch={(words) => {
            setSearch(words);
            void setFilter({ page: 1 });
          }}
          placeholder="Name, e-mail"
        />
        {mayManage ? (
          <Button variant="primary" icon={<UserPlus />} onPress={() => setInviting(true)}>
            Invite user
          </Button>
        ) : null}
      </TableTools>
      <DataTable
        label="Users"
        columns={peopleColumns({ myId, mayManage, onChange: setChange })}
        rows={data?.users}
        rowKey={(user) => user.id}
        isDim={(user) => user.status === "disabled"}
        empty={<EmptyState>No user matches. Clear the search or widen the filter.</EmptyState>}
      />
      {data && data.total > pageSize ? (
        <Pager
          summary={pageSummary(offset, shown, data.total)}
          hasPrevious={page > 1}
          hasNext={offset + shown < data.total}
          onPrevious={() => setFilter({ page: page - 1 })}
          onNext={() => setFilter({ page: page + 1 })}
        />
      ) : null}
      <InviteDialog open={inviting} onOpenChange={setInviting} />
      <PersonDialogs change={change} onClose={() => setChange(null)} />
    </Card>
  );
}
