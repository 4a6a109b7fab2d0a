"use client";

import { ShieldCheck } from "lucide-react";
import { Button } from "@/components/button";
import { EmptyState } from "@/components/empty-state";
import { counted } from "@/contracts/words";
import { trpc } from "@/trpc/client";
import { EmergencyButton } from "../emergency/emergency-dialog";
import { firstList } from "./first-list";
import { useRequestHref } from "./use-request-href";

/** How much waits, and the way to the oldest; opening one is the reader's own step, since it is on record. */
export function QueueWelcome({ emergencyPossible }: { emergencyPossible: boolean }) {
  const hrefOf = useRequestHref();
  const status = trpc.shell.status.useQuery();
  const { data } = trpc.accessRequests.list.useQuery(firstList(true));
  const oldest = data?.requests[0];
  const forMe = status.data?.pendingForMe ?? 0;
  return (
    <div className="grid min-h-[60vh] place-items-center content-center gap-5 p-6">
      <EmptyState
        icon={<ShieldCheck />}
        action={
          oldest ? (
            <Button variant="primary" href={hrefOf(oldest.id)}>
              Open the oldest request
            </Button>
          ) : undefined
        }
      >
        {forMe > 0
          ? `${counted(forMe, "request")} ${forMe === 1 ? "waits" : "wait"} for your decision. The first decision counts.`
          : "Pick a request to see what is asked, by whom, and from where."}
      </EmptyState>
      {emergencyPossible && status.data?.addressApproved === false ? <EmergencyButton /> : null}
    </div>
  );
}
