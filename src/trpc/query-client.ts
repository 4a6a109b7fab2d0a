import { defaultShouldDehydrateQuery, QueryClient, type QueryClientConfig } from "@tanstack/react-query";
import superjson from "superjson";

/** One configuration for server and browser, so that what a page prefetched is taken over without a request. */
export const queryClientConfig: QueryClientConfig = {
  defaultOptions: {
    queries: { staleTime: 5_000, retry: 1, refetchOnWindowFocus: true },
    dehydrate: {
      serializeData: superjson.serialize,
      shouldDehydrateQuery: (query) => defaultShouldDehydrateQuery(query) || query.state.status === "pending",
    },
    hydrate: { deserializeData: superjson.deserialize },
  },
};

export const createQueryClient = () => new QueryClient(queryClientConfig);
