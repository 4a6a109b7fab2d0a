import { z } from "zod";
import { idSchema } from "./id";
import { plainLine, plainText, searchWords, sensibleDate } from "./plain-text";
import { requestKinds } from "./request-kinds";
import { scopeSchema, scopes } from "./scopes";

/** A token lives at most this long, in days; the default is in Program Settings. */
export const longestTokenDays = 180;
/** A secret is displayed within this many days of its approval. */
export const displayDays = 7;
/** Displaying again is possible for this many minutes from the first display. */
export const displayAgainMinutes = 15;
/** A live token within this many days of its end is shown as expiring. */
export const expiringDays = 14;
/** Networks in one request. */
export const mostNetworks = 200;

/** Characters of what people write. */
export const longestPurpose = 120;
export const shortestReason = 10;
export const longestReason = 1000;
export const longestLabel = 80;
export const longestTokenName = 80;
export const longestTokenNotes = 2000;
/** Characters of the note that a rejection takes. */
export const shortestRejection = 3;
export const longestRejection = 1000;

const scopeSet = z
  .array(scopeSchema)
  .min(1, "Choose at least one scope.")
  .transform((chosen) => scopes.filter((one) => chosen.includes(one)))
  .refine(
    (chosen) => chosen.includes("customers:read") || chosen.includes("customers:list"),
    "Choose customers:read or customers:list; field scopes only widen what these read.",
  );

/** Get Data Token: what Generate takes. */
export const generateTokenInput = z.object({
  purpose: plainLine({ what: "What the token is for", min: 3, max: longestPurpose }),
  scopes: scopeSet,
  expiresAt: sensibleDate("Choose the day on which the token expires."),
});
export type GenerateTokenInput = z.infer<typeof generateTokenInput>;

/** Why something is asked for; part of what is signed. */
export const requestReason = plainText({ what: "The reason", min: shortestReason, max: longestReason });
const copiedFrom = idSchema.optional();
/** Whose wish for an address the request answers. */
const askId = idSchema.optional();

const ratePerMinute = z
  .number()
  .int()
  .min(1, "At least 1 read a minute.")
  .max(60_000, "At most 60,000 reads a minute.");
const dailyLimit = z
  .number()
  .int()
  .min(1, "At least 1 customer a day.")
  .max(10_000_000, "At most 10,000,000 customers a day.");

/** Distinct customers a UTC day above which the token is suspended; null: none. */
const distinctCeiling = z
  .number()
  .int()
  .min(1, "At least 1 customer.")
  .max(10_000_000, "At most 10,000,000 customers.")
  .nullable();

const networks = z
  .array(
    z.object({
      network: z.string().trim().max(60),
      label: plainLine({ what: "A label", max: longestLabel }).default(""),
      // Only the early, friendly answer; the database's clock decides.
      expiresAt: sensibleDate("Choose the day on which the address expires.")
        .refine((date) => date.getTime() > Date.now(), "An address must expire in the future.")
        .nullable()
        .default(null),
    }),
  )
  .min(1, "Enter at least one address; an empty list would deny everything.")
  .max(mostNetworks, `One request holds at most ${mostNetworks} networks.`);

/** Submit Token: the whole set that an approver signs. Addresses are checked by the one grammar on the server. */
export const submitAccessRequestInput = generateTokenInput.extend({
  tokenId: idSchema,
  networks,
  ratePerMinute,
  dailyLimit,
  /** Absent: the program's default. */
  distinctCeiling: distinctCeiling.optional(),
  reason: requestReason,
  copiedFrom,
  askId,
});
export type SubmitAccessRequestInput = z.infer<typeof submitAccessRequestInput>;

const forToken = z.object({ tokenId: idSchema, reason: requestReason, copiedFrom });

/** Longest time that an old and a new secret may both work, in seconds. */
export const longestOverlapSeconds = 30 * 24 * 60 * 60;
const overlapSeconds = z
  .number()
  .int()
  .min(0, "The overlap cannot be negative.")
  .max(longestOverlapSeconds, "The old secret may go on for at most 30 days.");

/** Asks for another secret; the old ones end at its first display plus the overlap. */
export const rotateTokenInput = forToken.extend({ overlapSeconds });
export type RotateTokenInput = z.infer<typeof rotateTokenInput>;

/** Asks for a later end, and with it for another secret. */
export const renewTokenInput = forToken.extend({
  expiresAt: sensibleDate("Choose the day on which the token expires."),
  overlapSeconds,
});
export type RenewTokenInput = z.infer<typeof renewTokenInput>;

/** Asks for further networks on a live token; mints nothing. */
export const addNetworksInput = forToken.extend({ networks, askId });
export type AddNetworksInput = z.infer<typeof addNetworksInput>;

/** Asks for other limits, higher or lower: what stands on a token is what was signed. */
export const changeLimitsInput = forToken.extend({
  ratePerMinute,
  dailyLimit,
  /** Absent: it stays. */
  distinctCeiling: distinctCeiling.optional(),
});
export type ChangeLimitsInput = z.infer<typeof changeLimitsInput>;

/** Asks to lift a suspension: the token reads again, and is counted anew. */
export const liftSuspensionInput = forToken;
export type LiftSuspensionInput = z.infer<typeof liftSuspensionInput>;

/** Name and notes are nobody's signature: they are changed at once, and decide nothing. */
export const renameTokenInput = z.object({
  tokenId: idSchema,
  name: plainLine({ what: "The name", max: longestTokenName }),
  notes: plainText({ what: "The notes", max: longestTokenNotes }),
  /** The notes that the page showed; refused where somebody changed them meanwhile. */
  notesBefore: z.string().max(longestTokenNotes),
});
export type RenameTokenInput = z.infer<typeof renameTokenInput>;

const digestHex = z.string().regex(/^[0-9a-f]{64}$/, "The digest is not one of ours. Reload the page.");

/** Approving signs the digest that the page showed, with the code from the approver's own mailbox. */
export const approveAccessRequestInput = z.object({
  requestId: idSchema,
  digest: digestHex,
  code: z.string().trim().min(1, "Enter the approval code from your e-mail.").max(40),
});
export const rejectAccessRequestInput = z.object({
  requestId: idSchema,
  digest: digestHex,
  note: plainText({ what: "The note", min: shortestRejection, max: longestRejection }),
});

export const requestStates = ["pending", "approved", "rejected", "withdrawn", "expired", "voided"] as const;
export type RequestState = (typeof requestStates)[number];

/** A token's state as people see it; derived, it decides nothing. */
export const tokenStates = [
  "draft",
  "pending",
  "rejected",
  "suspended",
  "approved",
  "lapsed",
  "displayed",
  "live",
  "expiring",
  "expired",
  "revoked",
] as const;
export type TokenState = (typeof tokenStates)[number];

export const networkStates = ["live", "expiring", "expired", "revoked"] as const;
export type NetworkState = (typeof networkStates)[number];

export const listRequestsInput = z.object({
  group: z.enum(["waiting", "decided", "all"]).default("waiting"),
  state: z.enum(requestStates).optional(),
  kind: z.enum(requestKinds).optional(),
  mine: z.boolean().default(false),
  search: searchWords(100),
  page: z.number().int().min(1).max(100_000).default(1),
});
export const pageSize = 10;
