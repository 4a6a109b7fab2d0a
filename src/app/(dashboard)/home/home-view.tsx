"use client";

import { KeyRound } from "lucide-react";
import { Button } from "@/components/button";
import { Page } from "@/components/page";
import { PageHeader } from "@/components/page-header";
import { useNow } from "@/components/request/use-now";
import { counted } from "@/contracts/words";
import { trpc } from "@/trpc/client";
import { AddressCard } from "./address-card";
import { ExpiresSoonCard } from "./expires-soon-card";
import { FailedMessages } from "./failed-messages";
import { greeting, longDate } from "./greeting";
import type { HomeUser } from "./home-user";
import { PlacesCard } from "./places-card";
import { ReviewCard } from "./review-card";
import { TokenStats } from "./token-stats";
import { useWaiting } from "./use-waiting";
import { WaitsCard } from "./waits-card";

/** What waits comes first, then what is at hand. */
export function HomeView({ user, renderedAt }: { user: HomeUser; renderedAt: string }) {
  const now = useNow();
  const { data: status } = trpc.shell.status.useQuery();
  const waiting = useWaiting(user);
  const asks = user.permissions.includes("api_settings.manage");
  const hasWaiting = asks || user.permissions.includes("access_requests.decide");
  // Until the reader's own clock and zone are known, both sides draw the same: the server's time, in UTC.
  const zone = now ? undefined : "UTC";
  const at = now ?? new Date(renderedAt);
  const forMe = waiting.items?.filter(({ mineToDo }) => mineToDo).length ?? 0;
  return (
    <Page>
      <PageHeader
        title={`${greeting(at, zone)}, ${user.name.split(" ")[0]}`}
        lead={`${longDate(at, zone)}.${hasWaiting && waiting.items ? ` ${waitsSentence(forMe)}` : ""}`}
        actions={
          asks ? (
            <Button variant="primary" icon={<KeyRound />} href="/settings/program/api?token=new">
              Get Data Token
            </Button>
          ) : undefined
        }
      />
      <FailedMessages />
      {asks ? <TokenStats openRequests={status?.myOpenRequests} /> : null}
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 desk:gap-5 wide:grid-cols-[minmax(0,1fr)_372px]">
        <div className="grid gap-4 desk:gap-5">
          {hasWaiting ? <WaitsCard waiting={waiting} /> : null}
          <PlacesCard permissions={user.permissions} addressApproved={status?.addressApproved} />
        </div>
        <div className="grid gap-4 desk:gap-5">
          {hasWaiting ? <ReviewCard /> : null}
          {asks ? <ExpiresSoonCard /> : null}
          <AddressCard status={status} permissions={user.permissions} />
        </div>
      </div>
    </Page>
  );
}

function waitsSentence(count: number): string {
  if (count === 0) return "Nothing waits for you.";
  return `${counted(count, "thing")} ${count === 1 ? "waits" : "wait"} for you.`;
}
