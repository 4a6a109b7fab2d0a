"use client";

import { Button } from "@/components/button";
import { Card, CardHead, CardSection } from "@/components/card";
import { Mono } from "@/components/mono";
import { Skeleton } from "@/components/skeleton";
import { StateChip } from "@/components/state-chip";
import type { RouterOutputs } from "@/trpc/client";

interface AddressCardProps {
  status: RouterOutputs["shell"]["status"] | undefined;
  /** May ask for an address to be approved. */
  asks: boolean;
}

/** The address the server sees, and what opens from it. */
export function AddressCard({ status, asks }: AddressCardProps) {
  return (
    <Card label="Your address">
      <CardHead
        title="Your address"
        actions={
          status ? (
            <StateChip state={status.addressApproved ? "live" : "refused"}>
              {status.addressApproved ? "Approved" : "Not approved"}
            </StateChip>
          ) : undefined
        }
      />
      <CardSection className="stack-3 text-13">
        {status ? (
          <>
            {status.address ? (
              <Mono strong copy={status.address} copyName="your address">
                {status.address}
              </Mono>
            ) : (
              <p className="font-medium">The server cannot tell your address.</p>
            )}
            <AddressSentence status={status} asks={asks} />
          </>
        ) : (
          <Skeleton className="h-14 w-full" />
        )}
      </CardSection>
    </Card>
  );
}

function AddressSentence({
  status,
  asks,
}: {
  status: NonNullable<AddressCardProps["status"]>;
  asks: boolean;
}) {
  if (status.addressApproved) {
    return <p className="text-text-2">Customers and Developer API open from here, as your roles allow.</p>;
  }
  return (
    <>
      <p className="text-text-2">
        Customers and Developer API open only from an Approved IP.{" "}
        {asks
          ? "Submit a token with this address; once a Security Admin approves it, they open."
          : "Tell a Security Manager this address; once a Security Admin approves it, they open."}
      </p>
      {asks ? (
        <span>
          <Button href="/settings/program/api?token=new">Request approval</Button>
        </span>
      ) : null}
    </>
  );
}
