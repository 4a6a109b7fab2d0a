import { z } from "zod";
import { parseAnyNetwork } from "./network";
import { sensibleDate } from "./plain-text";

/** Kinds of records as people look for them; an action belongs to the group of what stands before its dot. */
export const auditGroups = {
  customers: { label: "Customer data", subjects: ["customer"] },
  tokens: { label: "Tokens and addresses", subjects: ["token", "network", "address"] },
  reviews: { label: "Yearly review", subjects: ["review"] },
  requests: { label: "Requests", subjects: ["request", "code", "emergency"] },
  people: { label: "Users & Roles", subjects: ["user", "role", "setup", "password"] },
  sessions: { label: "Sign-in", subjects: ["session", "factor"] },
  refusals: { label: "Refused pages", subjects: ["procedure"] },
  messages: { label: "E-mail", subjects: ["message", "preferences"] },
  settings: { label: "Program Settings", subjects: ["settings"] },
  keys: { label: "Encryption keys", subjects: ["key"] },
  exports: { label: "Audit log", subjects: ["audit"] },
} as const;

export type AuditGroup = keyof typeof auditGroups;
const groupNames = Object.keys(auditGroups) as [AuditGroup, ...AuditGroup[]];

/** A filter left empty is no filter. */
const optionalText = (most: number, what: string) =>
  z
    .string()
    .trim()
    .max(most, `${what} has at most ${most} characters.`)
    .refine((text) => !/\p{Cc}/u.test(text), `${what} has no control characters.`)
    .transform((text) => (text === "" ? undefined : text))
    .optional();

const matching = (pattern: RegExp, sentence: string, what: string) =>
  optionalText(64, what).refine((text) => text === undefined || pattern.test(text), sentence);

/** An address or a network by the one grammar; comes out canonical, with its prefix. */
const address = optionalText(60, "An address").transform((text, context) => {
  if (text === undefined) return undefined;
  const read = parseAnyNetwork(text);
  if (read.ok) return read.network.cidr;
  context.addIssue({ code: "custom", message: read.problem.message });
  return z.NEVER;
});

export const listEventsInput = z
  .object({
    group: z.enum(groupNames, { error: "Choose one of the listed kinds of records." }).optional(),
    outcome: z.enum(["allowed", "refused"], { error: "Choose allowed or refused." }).optional(),
    /** A user's id, e-mail address, or part of the name. */
    actor: optionalText(100, "A person"),
    token: matching(
      /^ST-[0-9A-Z]{4}-[0-9A-Z]{4}$/i,
      "A token's reference looks like ST-7F3K-9Q2M.",
      "A reference",
    ),
    customerId: matching(/^[A-Za-z0-9_-]+$/, "A customer's id looks like cus_7Qm2xN4v…", "A customer's id"),
    requestId: matching(/^[A-Za-z0-9_-]+$/, "A request id looks like req_7Qm2xN4v…", "A request id"),
    /** The access request that a record belongs to, an emergency's reads among them. */
    accessRequestId: matching(
      /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
      "An access request's id is the last part of its page's address.",
      "An access request's id",
    ),
    address,
    from: sensibleDate("Choose a day to begin with.").optional(),
    to: sensibleDate("Choose a day to end with.").optional(),
    cursor: z
      .string()
      .regex(/^[1-9]\d{0,17}$/, "This page's link is broken. Start again.")
      .optional(),
    limit: z.number().int().min(1).max(200).default(50),
  })
  .refine(({ from, to }) => !from || !to || from < to, {
    path: ["to"],
    message: "The end lies before the beginning.",
  });
export type ListEventsInput = z.infer<typeof listEventsInput>;

export const getEventInput = z.object({
  requestId: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, "A request id looks like req_7Qm2xN4v…"),
});
export type GetEventInput = z.infer<typeof getEventInput>;

/** One record with names for its ids; customers by their random ids alone. */
export interface AuditEntry {
  id: string;
  at: Date;
  action: string;
  outcome: "allowed" | "refused";
  rule: string | null;
  actor: { kind: "user" | "token" | "system" | "anonymous"; id: string | null; name: string | null };
  token: { id: string; reference: string | null } | null;
  accessRequestId: string | null;
  subject: { id: string; name: string | null } | null;
  requestId: string;
  clientIp: string | null;
  customerIds: string[];
  fields: string[];
  details: Record<string, unknown> | null;
}

export interface AuditPage {
  events: AuditEntry[];
  /** For older records; may be there with fewer events than asked for: so far back was searched in this call. */
  nextCursor: string | null;
}
