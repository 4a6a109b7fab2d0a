"use client";

import { type ReactNode, useState } from "react";
import { trpc } from "@/trpc/client";
import { fallbackInterval } from "@/trpc/live/fallback-interval";
import { Guarded } from "../../guarded";
import { DeveloperApiSkeleton } from "./developer-api-skeleton";
import { LibraryContext } from "./library-context";

interface DeveloperApiProps {
  signedInAs: string;
  seesRecords: boolean;
  children: ReactNode;
}

/** Opens with the permission from a live Approved IP; asked for again, so that it closes when either ends. */
export function DeveloperApi({ signedInAs, seesRecords, children }: DeveloperApiProps) {
  const [secret, setSecret] = useState("");
  const query = trpc.developerApi.open.useQuery(undefined, {
    retry: false,
    refetchInterval: (query) => (query.state.status === "error" ? false : fallbackInterval(query)),
    refetchOnWindowFocus: ({ state }) => state.status !== "error",
  });
  const { data } = query;
  return (
    <Guarded query={query} what="Developer API" needs="Staff" signedInAs={signedInAs}>
      {data ? (
        <LibraryContext value={{ ...data, seesRecords, secret, setSecret }}>{children}</LibraryContext>
      ) : (
        <DeveloperApiSkeleton />
      )}
    </Guarded>
  );
}
