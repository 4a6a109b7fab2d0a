import type { RouterOutputs } from "@/trpc/client";

export type TokenRow = RouterOutputs["securityTokens"]["list"]["tokens"][number];
