import { z } from "zod";
import { networkStates } from "./access-request";
import { idSchema } from "./id";
import { parseAddress } from "./network";
import { searchWords } from "./plain-text";

/** The groups of the list's filter; further, tokens that were approved and have not ended, and those with a secret to display. */
export const tokenGroups = ["all", "live", "pending", "drafts", "expiring", "suspended", "ended"] as const;
const anyGroup = [...tokenGroups, "standing", "to_display"] as const;
export type TokenGroup = (typeof anyGroup)[number];

/** Whose tokens: one's own, those whose owner may no longer ask for any, or one person's. */
const owner = z
  .union([z.literal("me"), z.literal("left"), idSchema])
  .nullable()
  .default(null);
const page = z.number().int().min(1).max(100_000).default(1);
/** Ends within so many days and has not ended. */
const within = z.number().int().min(1).max(366).nullable().default(null);

/** The words are looked for in texts; an address or a range among them also finds the networks that it lies in. */
const search = searchWords(100);

export const listTokensInput = z.object({
  group: z.enum(anyGroup).default("all"),
  search,
  owner,
  within,
  page,
});
export const listNetworksInput = z.object({
  state: z.enum(networkStates).nullable().default(null),
  search,
  owner,
  within,
  page,
});

/** Characters of an address as it may be typed. */
export const longestAddressText = 60;

/** "Which tokens would accept 203.0.113.7?": one address by the strict grammar, in canonical text. */
export const acceptingTokensInput = z.object({
  address: z
    .string()
    .trim()
    .max(longestAddressText)
    .transform((text, context) => {
      const read = parseAddress(text);
      if (read.ok) return read.address;
      context.addIssue({ code: "custom", message: read.problem.message });
      return z.NEVER;
    }),
});

/** Why a token would not let an address in, though one of its networks holds it. */
export const refusingReasons = [
  "token_revoked",
  "token_expired",
  "token_suspended",
  "not_displayed",
  "network_revoked",
  "network_expired",
] as const;
export type RefusingReason = (typeof refusingReasons)[number];
