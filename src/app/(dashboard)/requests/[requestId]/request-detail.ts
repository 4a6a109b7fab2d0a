import type { readNetworks } from "@/components/request/request-words";
import type { RouterOutputs } from "@/trpc/client";

export type RequestDetail = RouterOutputs["accessRequests"]["get"];
export type RequestNetwork = ReturnType<typeof readNetworks<RequestDetail["networks"][number]>>[number];
