import type { RouterOutputs } from "@/trpc/client";

/** One customer with contact and sensitive fields masked. */
export type Customer = RouterOutputs["customers"]["view"];
