"use client";

import { httpBatchLink } from "@trpc/client";
import { createTRPCNext } from "@trpc/next";
import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";
import { type ReactNode, useEffect } from "react";
import superjson from "superjson";
import type { AppRouter } from "@/server/api/trpc/root";
import { passiveHeaders, watchHands } from "./passive";
import { queryClientConfig } from "./query-client";

export type RouterInputs = inferRouterInputs<AppRouter>;
export type RouterOutputs = inferRouterOutputs<AppRouter>;

/** The hooks of every procedure. The server refuses batches above ten, so longer ones are split here. */
export const trpc = createTRPCNext<AppRouter>({
  ssr: false,
  transformer: superjson,
  config: () => ({
    links: [
      httpBatchLink({
        url: "/api/trpc",
        transformer: superjson,
        maxItems: 10,
        headers: passiveHeaders,
        // Queries go in bodies: what staff look customers up by stays out of URLs and so out of proxies' logs.
        methodOverride: "POST",
      }),
    ],
    queryClientConfig,
  }),
});

function PassThrough({ children }: { children?: ReactNode }) {
  useEffect(watchHands, []);
  return children;
}

/** Gives the hooks their client; stands once, in the root layout. */
export const TrpcProvider = trpc.withTRPC(PassThrough) as (props: { children: ReactNode }) => ReactNode;
