import "server-only";
import { createHydrationHelpers } from "@trpc/react-query/rsc";
import { cache } from "react";
import { createTrpcContext } from "@/server/api/trpc/context";
import { type AppRouter, appRouter } from "@/server/api/trpc/root";
import { createQueryClient } from "./query-client";

const caller = appRouter.createCaller(createTrpcContext);

/** Calls and prefetches from server components; `HydrateClient` hands what was fetched to the browser's hooks. */
export const { trpc, HydrateClient } = createHydrationHelpers<AppRouter>(caller, cache(createQueryClient));
