import { z } from "zod";

/** What a security token may be granted; the order is the order on every screen. */
export const scopes = [
  "customers:read",
  "customers:list",
  "fields:contact",
  "fields:sensitive",
  "fields:consent",
] as const;

export const scopeSchema = z.enum(scopes);
export type Scope = z.infer<typeof scopeSchema>;

export const scopeWords: Record<Scope, { summary: string; sentence: string }> = {
  "customers:read": { summary: "One customer at a time", sentence: "one customer at a time" },
  "customers:list": { summary: "Whole lists, for extraction", sentence: "whole lists of customers" },
  "fields:contact": { summary: "Name, e-mail, phone, number", sentence: "contact details" },
  "fields:sensitive": { summary: "Birth date, home address", sentence: "birth date and home address" },
  "fields:consent": { summary: "E-mail and SMS consent", sentence: "consent" },
};

/** The customer fields of each group, dotted where nested; `basic` needs no scope of its own. */
export const fieldGroups = {
  basic: [
    "id",
    "object",
    "external_id",
    "status",
    "loyalty",
    "loyalty.points_balance",
    "loyalty.points_pending",
    "loyalty.points_spent",
    "loyalty.lifetime_points",
    "loyalty.tier",
    "loyalty.expiring",
    "enrolled_at",
    "last_activity_at",
    "created_at",
    "updated_at",
    "version",
  ],
  contact: ["first_name", "last_name", "email", "phone", "member_number"],
  sensitive: [
    "birth_date",
    "address",
    "address.line_1",
    "address.line_2",
    "address.city",
    "address.state",
    "address.postal_code",
    "address.country",
    "custom_fields",
  ],
  consent: ["consents", "consents.email", "consents.sms"],
} as const;

export type FieldGroup = keyof typeof fieldGroups;

export const scopeOfGroup: Record<Exclude<FieldGroup, "basic">, Scope> = {
  contact: "fields:contact",
  sensitive: "fields:sensitive",
  consent: "fields:consent",
};
