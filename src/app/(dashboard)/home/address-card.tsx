"use client";

import { Button } from "@/components/button";
import { Card, CardHead, CardSection } from "@/components/card";
import { Mono } from "@/components/mono";
import { Skeleton } from "@/components/skeleton";
import { StateChip } from "@/components/state-chip";
import { mayAskForAddress } from "@/contracts/address-ask";
import type { RouterOutputs } from "@/trpc/client";
import type { HomeUser } from "./home-user";

interface AddressCardProps {
  status: RouterOutputs["shell"]["status"] | undefined;
  permissions: HomeUser["permissions"];
}

/** The address the server sees, and what opens from it. */
export function AddressCard({ status, permissions }: AddressCardProps) {
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
            <AddressSentence status={status} permissions={permissions} />
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
  permissions,
}: {
  status: NonNullable<AddressCardProps["status"]>;
  permissions: HomeUser["permissions"];
}) {
  const opens = mayAskForAddress.some((one) => permissions.includes(one));
  if (!opens) return <p className="text-text-2">No page of yours depends on it.</p>;
  if (status.addressApproved) {
    return <p className="text-text-2">Customers and Developer API open from here, as your roles allow.</p>;
  }
  const asks = permissions.includes("api_settings.manage");
  return (
    <>
      <p className="text-text-2">
        Customers and Developer API open only from an Approved IP.{" "}
        {asks
          ? "Submit a token with this address; once a Security Admin approves it, they open."
          : "A Security Manager adds this address to a token; once a Security Admin approves it, they open."}
      </p>
      <span>
        {asks ? (
          <Button href="/settings/program/api?token=new">Request approval</Button>
        ) : (
          <Button href={permissions.includes("customers.read") ? "/customers" : "/profile/developer-api"}>
            Ask for approval
          </Button>
        )}
      </span>
    </>
  );
}
