import type { RouterOutputs } from "@/trpc/client";

export type Person = RouterOutputs["users"]["list"]["users"][number];

/** What one is about to do with a person. */
export interface PersonChange {
  kind: "roles" | "email" | "cancelEmail" | "resend" | "endSessions" | "disable" | "enable" | "resetFactors";
  person: Person;
}
