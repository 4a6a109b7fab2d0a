import type { RouterOutputs } from "@/trpc/client";

export type QueueRow = RouterOutputs["accessRequests"]["list"]["requests"][number];
