"use client";

import { Users } from "lucide-react";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { Button } from "@/components/button";
import { Card } from "@/components/card";
import { DataTable } from "@/components/data-table";
import { EmptyState } from "@/components/empty-state";
import { Page } from "@/components/page";
import { PageHeader } from "@/components/page-header";
import { Pager, pageSummary } from "@/components/pager";
import { customerStatuses, longestCustomerSearch } from "@/contracts/customer-search";
import { trpc } from "@/trpc/client";
import { Guarded } from "../guarded";
import { customerColumns } from "./customer-columns";
import { useCustomersPlace } from "./customers-place";
import { CustomersTools } from "./customers-tools";

const limit = 25;

/** Customers with their contact details masked; the filters stand in the URL, who is searched for does not, and each page is on record. */
export function CustomersView({ signedInAs }: { signedInAs: string }) {
  const [picked, setPicked] = useQueryStates({
    status: parseAsStringLiteral(customerStatuses),
    tier: parseAsString,
  });
  const place = useCustomersPlace(`${picked.status ?? ""} ${picked.tier ?? ""}`);
  const filter = { ...picked, search: place.search };
  const query = trpc.customers.search.useQuery(
    {
      query: filter.search.slice(0, longestCustomerSearch),
      status: filter.status ?? undefined,
      tier: filter.tier ?? undefined,
      cursor: place.cursor,
      limit,
    },
    // Each answer is on record, so none is asked for unless somebody wants to see it.
    { retry: false, staleTime: 60_000, refetchOnWindowFocus: false, placeholderData: (last) => last },
  );
  const change = ({ search, ...pick }: Partial<typeof filter>) => {
    if (search !== undefined) place.searchFor(search);
    void setPicked(pick);
  };
  const clear = () => change({ search: "", status: null, tier: null });
  const { customers, nextCursor = null } = query.data ?? {};
  const narrowed = filter.search !== "" || filter.status !== null || filter.tier !== null;
  return (
    <Guarded query={query} what="Customers" needs="Staff" signedInAs={signedInAs}>
      <Page>
        <PageHeader
          title="Customers"
          lead="Contact details stay masked until asked for. Each page that you see is on record, with its customers."
        />
        <Card label="Customers">
          <CustomersTools filter={filter} onChange={change} opened={query.isSuccess} />
          <div className={query.isPlaceholderData ? "opacity-60 transition-opacity" : "transition-opacity"}>
            <DataTable
              label="Customers"
              columns={customerColumns}
              rows={customers}
              rowKey={({ id }) => id}
              skeletonRows={10}
              empty={
                <EmptyState
                  icon={<Users />}
                  action={narrowed ? <Button onPress={clear}>Show all customers</Button> : null}
                >
                  {narrowed
                    ? "No customer matches. Names are found by their beginning; e-mail, phone, member number and id as a whole."
                    : "Members of the loyalty program stand here."}
                </EmptyState>
              }
            />
          </div>
          {customers && (place.page > 1 || nextCursor !== null) ? (
            <Pager
              summary={pageSummary((place.page - 1) * limit, customers.length)}
              hasPrevious={place.page > 1}
              hasNext={nextCursor !== null}
              pending={query.isPlaceholderData}
              onPrevious={place.previous}
              onNext={() => nextCursor !== null && place.next(nextCursor)}
            />
          ) : null}
        </Card>
      </Page>
    </Guarded>
  );
}
