import { z } from "zod";
import { customerIdInput } from "./customer-search";

/** What counts as having seen a customer. */
export const readActions = [
  "customer.read",
  "customer.looked_up",
  "customer.listed",
  "customer.viewed",
  "customer.revealed",
] as const;

export const whoSawInput = customerIdInput.extend({
  /** The number of the page's last record. */
  cursor: z
    .string()
    .regex(/^[1-9]\d{0,17}$/)
    .optional(),
  limit: z.number().int().min(1).max(100).default(25),
});
export type WhoSawInput = z.output<typeof whoSawInput>;

export const whoSawExportInput = customerIdInput.extend({ format: z.enum(["csv", "json"]) });

/** One read of one customer: when, by whom, from where, and which fields. */
export interface CustomerRead {
  /** The record's number in the audit log. */
  id: string;
  at: Date;
  action: string;
  /** The person's name, or what the token is for. */
  who: string | null;
  /** Of a token; null for a person. */
  reference: string | null;
  clientIp: string | null;
  fields: string[];
  requestId: string;
}
