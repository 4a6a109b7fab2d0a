import type { RouterOutputs } from "@/trpc/client";

export type Role = RouterOutputs["roles"]["list"][number];
