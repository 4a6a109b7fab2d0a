"use client";

import { AddressRefused } from "@/components/address-refused";
import { Skeleton } from "@/components/skeleton";
import { trpc } from "@/trpc/client";
import { fallbackInterval } from "@/trpc/live/fallback-interval";
import { AskForAddress } from "./ask-for-address";
import { EmergencyCard } from "./emergency/emergency-card";

interface RefusedByAddressProps {
  what: string;
  address: string | null;
  signedInAs: string;
  triedAt: number;
  requestId: string | null;
  checking: boolean;
  onCheck: () => void;
}

/** The page that refuses an address, with the one button that sets its approval going and what came of it. */
export function RefusedByAddress(props: RefusedByAddressProps) {
  const { data, error } = trpc.addressAsks.mine.useQuery(undefined, {
    retry: false,
    refetchInterval: fallbackInterval,
  });
  const inApproval = data?.ask?.state === "in_approval";
  return (
    <AddressRefused
      {...props}
      ask={data ? <AskForAddress standing={data} /> : error ? null : <Skeleton className="h-8 w-48" />}
      managesTokens={data?.managesTokens ?? false}
      emergency={<EmergencyCard />}
      step={inApproval ? 2 : 1}
    />
  );
}
