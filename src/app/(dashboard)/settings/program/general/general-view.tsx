"use client";

import { Skeleton } from "@/components/skeleton";
import { trpc } from "@/trpc/client";
import { fallbackInterval } from "@/trpc/live/fallback-interval";
import { SettingsForm } from "./settings-form";
import { SettingsRead } from "./settings-read";
import { WaitingSettings } from "./waiting-settings";

/** What holds for the whole program: read by who sees it, changed by who manages it. */
export function GeneralView() {
  const { data } = trpc.program.show.useQuery(undefined, { refetchInterval: fallbackInterval });
  if (!data) return <Skeleton className="h-96" />;
  const { settings, waiting, mayChange } = data;
  return (
    <>
      {waiting ? <WaitingSettings waiting={waiting} /> : null}
      {mayChange ? (
        <SettingsForm key={JSON.stringify(settings)} settings={settings} waiting={waiting !== null} />
      ) : (
        <SettingsRead settings={settings} />
      )}
    </>
  );
}
