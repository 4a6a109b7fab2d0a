import { z } from "zod";

export const customerStatuses = ["active", "inactive", "suspended", "banned", "merged"] as const;
export type CustomerStatus = (typeof customerStatuses)[number];

/** With a search term the best matches come first and only the direction of the names counts. */
export const customerSorts = ["name", "-name", "member_number", "-member_number"] as const;

/** Control characters: nobody types them, and Postgres stores no NUL. */
const unprintable = /\p{Cc}/u;

export const longestCustomerSearch = 100;

export const searchCustomersInput = z.object({
  query: z
    .string()
    .trim()
    .max(longestCustomerSearch, `A search has at most ${longestCustomerSearch} characters.`)
    .refine((text) => !unprintable.test(text), "A search has no control characters.")
    .default(""),
  status: z.enum(customerStatuses, { error: "Choose one of the listed states." }).optional(),
  tier: z
    .string()
    .trim()
    .max(60)
    .refine((text) => !unprintable.test(text))
    .optional(),
  sort: z.enum(customerSorts).default("name"),
  /** As the page before gave it. */
  cursor: z
    .string()
    .regex(/^[a-z0-9_]{1,30}\.[A-Za-z0-9_-]{1,64}$/, "This page's link is broken. Start the search again.")
    .optional(),
  limit: z.number().int().min(1).max(100).default(25),
});
export type SearchCustomersInput = z.infer<typeof searchCustomersInput>;

export const customerIdInput = z.object({
  customerId: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, "A customer's id looks like cus_7Fq2…"),
});
export type CustomerIdInput = z.infer<typeof customerIdInput>;

export const revealGroups = ["contact", "sensitive"] as const;
export type RevealGroup = (typeof revealGroups)[number];
export const revealCustomerInput = customerIdInput.extend({ group: z.enum(revealGroups) });
export type RevealCustomerInput = z.infer<typeof revealCustomerInput>;

/** What stands for a hidden value: it tells that there is one, and how it begins at most. */
export interface MaskedContact {
  name: string | null;
  email: string | null;
  phone: string | null;
  memberNumber: string | null;
}

export interface MaskedCustomer extends MaskedContact {
  id: string;
  externalId: string | null;
  status: CustomerStatus;
  tier: { id: string | null; name: string | null } | null;
  pointsBalance: number;
  enrolledAt: Date;
  lastActivityAt: Date | null;
}

export interface CustomerTier {
  id: string;
  name: string | null;
}

export interface CustomerPage {
  customers: MaskedCustomer[];
  /** For the next page; null on the last. */
  nextCursor: string | null;
}

export interface ConsentView {
  granted: boolean;
  at: Date | null;
  source: string | null;
}

/** One customer with contact and sensitive fields masked. */
export interface CustomerDetail extends MaskedCustomer {
  loyalty: {
    pointsBalance: number;
    pointsPending: number;
    pointsSpent: number;
    lifetimePoints: number;
    tierSince: Date | null;
    tierExpiresAt: Date | null;
    expiring: Array<{ points: number; expiresAt: Date }>;
  };
  createdAt: Date;
  updatedAt: Date;
  version: number;
  consents: { email: ConsentView; sms: ConsentView };
  /** Whether there is something to reveal. */
  sensitive: { birthDate: boolean; address: boolean; customFields: boolean };
  /** The person may ask for the masked fields. */
  mayReveal: boolean;
}

export interface RevealedContact {
  group: "contact";
  firstName: string | null;
  lastName: string | null;
  email: string | null;
  phone: string | null;
  memberNumber: string | null;
}

export interface RevealedSensitive {
  group: "sensitive";
  birthDate: string | null;
  address: {
    line1: string | null;
    line2: string | null;
    city: string | null;
    state: string | null;
    postalCode: string | null;
    country: string | null;
  };
  customFields: Record<string, unknown>;
}

export type RevealedCustomer = RevealedContact | RevealedSensitive;
