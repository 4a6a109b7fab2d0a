"use client";

import { Users } from "lucide-react";
import { Button } from "@/components/button";
import { Card } from "@/components/card";
import { EmptyState } from "@/components/empty-state";
import { Mono } from "@/components/mono";
import { Page } from "@/components/page";
import { PageHeader } from "@/components/page-header";
import { CrumbLabel } from "@/components/shell/crumb-label";
import { Tag } from "@/components/tag";
import { trpc } from "@/trpc/client";
import { Guarded } from "../../guarded";
import { CustomerStatusChip } from "../customer-status-chip";
import { ConsentCard } from "./consent-card";
import { ContactCard } from "./contact-card";
import type { Customer } from "./customer";
import { CustomerSkeleton } from "./customer-skeleton";
import { LoyaltyCard } from "./loyalty-card";
import { RecordCard } from "./record-card";
import { SensitiveCard } from "./sensitive-card";
import { WhoSawCard } from "./who-saw-card";

interface CustomerViewProps {
  customerId: string;
  signedInAs: string;
  seesRecords: boolean;
}

/** One customer, contact and sensitive fields masked until somebody reveals them, on record. */
export function CustomerView({ customerId, signedInAs, seesRecords }: CustomerViewProps) {
  const query = trpc.customers.view.useQuery(
    { customerId },
    // Each view is on record, so it is asked for again only when the page is opened anew.
    { retry: false, staleTime: 60_000, refetchOnWindowFocus: false },
  );
  const customer = query.data;
  const missing = ["not_found", "invalid_input"].includes(query.error?.data?.reason ?? "");
  return (
    <Guarded
      query={query}
      what="Customers"
      needs="Staff"
      signedInAs={signedInAs}
      except={["not_found", "invalid_input"]}
    >
      <Page>
        {missing ? <NoSuchCustomer customerId={customerId} /> : null}
        {!missing && !customer ? <CustomerSkeleton /> : null}
        {!missing && customer ? <Detail customer={customer} seesRecords={seesRecords} /> : null}
      </Page>
    </Guarded>
  );
}

function Detail({ customer, seesRecords }: { customer: Customer; seesRecords: boolean }) {
  const { id, name, status, tier } = customer;
  return (
    <>
      <CrumbLabel>{name ?? id}</CrumbLabel>
      <PageHeader
        title={name ?? "No name"}
        above={
          <>
            <CustomerStatusChip status={status} />
            {tier ? <Tag tone="accent">{tier.name ?? tier.id}</Tag> : null}
          </>
        }
        lead={
          <Mono copy={id} copyName="the customer's id">
            {id}
          </Mono>
        }
      />
      <div className="grid items-start gap-4 desk:gap-5 wide:grid-cols-[minmax(0,1fr)_360px]">
        <div className="grid gap-4 desk:gap-5">
          <ContactCard customer={customer} />
          <SensitiveCard customer={customer} />
          <ConsentCard consents={customer.consents} />
        </div>
        <div className="grid gap-4 desk:gap-5">
          <LoyaltyCard customer={customer} />
          <RecordCard customer={customer} />
        </div>
        {seesRecords ? (
          <div className="min-w-0 wide:col-span-2">
            <WhoSawCard customerId={id} />
          </div>
        ) : null}
      </div>
    </>
  );
}

function NoSuchCustomer({ customerId }: { customerId: string }) {
  return (
    <Card label="No such customer">
      <EmptyState icon={<Users />} action={<Button href="/customers">Back to Customers</Button>}>
        There is no customer with the id <Mono>{decodeURIComponent(customerId).slice(0, 64)}</Mono>.
      </EmptyState>
    </Card>
  );
}
