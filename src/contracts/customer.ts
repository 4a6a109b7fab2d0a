import { z } from "zod";
import { fieldNames, readFieldNames } from "./customer-fields";
import { scopeSchema } from "./scopes";

const time = z.iso.datetime().meta({ examples: ["2026-03-14T09:26:53Z"] });
const points = z.int().meta({ examples: [1250] });

const tierSchema = z
  .object({
    id: z.string(),
    name: z.string().nullable(),
    since: time.nullable(),
    expires_at: time.nullable(),
  })
  .meta({ examples: [{ id: "gold", name: "Gold", since: "2026-01-01T00:00:00Z", expires_at: null }] });

const loyaltySchema = z.object({
  points_balance: points,
  points_pending: points,
  points_spent: points,
  lifetime_points: points,
  tier: tierSchema.nullable(),
  expiring: z
    .array(z.object({ points: points, expires_at: z.iso.datetime({ offset: true }) }))
    .meta({ description: "Points that lapse, soonest first." }),
});

const addressSchema = z.object({
  line_1: z.string().nullable(),
  line_2: z.string().nullable(),
  city: z.string().nullable(),
  state: z.string().nullable(),
  postal_code: z.string().nullable(),
  country: z
    .string()
    .length(2)
    .nullable()
    .meta({ description: "ISO 3166-1 alpha-2.", examples: ["NO"] }),
});

const consentSchema = z.object({ granted: z.boolean(), at: time.nullable(), source: z.string().nullable() });

const basicShape = {
  id: z.string().meta({ examples: ["cus_7Qm2xN4vKd81TzPbW0rY"] }),
  object: z.literal("customer"),
  external_id: z.string().nullable(),
  status: z.enum(["active", "inactive", "suspended", "banned", "merged"]),
  loyalty: loyaltySchema.partial(),
  enrolled_at: time,
  last_activity_at: time.nullable(),
  created_at: time,
  updated_at: time,
  version: z.int(),
};

const contactShape = {
  first_name: z.string().nullable(),
  last_name: z.string().nullable(),
  email: z.string().nullable(),
  phone: z
    .string()
    .nullable()
    .meta({ description: "E.164.", examples: ["+4721983400"] }),
  member_number: z.string().nullable(),
};

const sensitiveShape = {
  birth_date: z.iso.date().nullable(),
  address: addressSchema.partial(),
  custom_fields: z.record(z.string(), z.unknown()),
};

const consentShape = { consents: z.object({ email: consentSchema, sms: consentSchema }).partial() };

/** A customer as the public API gives it: fields that were not asked for or not granted are left out, never nulled. */
export const customerSchema = z
  .object({ ...basicShape, ...contactShape, ...sensitiveShape, ...consentShape })
  .partial()
  .meta({
    id: "Customer",
    description:
      "A member of the loyalty program. The group basic comes with customers:read; contact, sensitive and consent " +
      "come with the scopes fields:contact, fields:sensitive and fields:consent. What is left out is not there at all.",
  });

export const customerAnswerSchema = z
  .object({
    data: customerSchema,
    omitted_fields: z.array(z.string()).meta({
      description: "Fields asked for that this token's scopes do not grant.",
      examples: [["address"]],
    }),
    request_id: z.string().meta({ examples: ["req_0c6TbVYxq9KdMz1Lh"] }),
  })
  .meta({ id: "CustomerAnswer" });

export const tokenSchema = z
  .object({
    object: z.literal("token"),
    reference: z.string().meta({ examples: ["ST-7F3K-9Q2M"] }),
    purpose: z.string(),
    scopes: z.array(scopeSchema),
    networks: z
      .array(z.object({ network: z.string(), label: z.string(), expires_at: time.nullable() }))
      .meta({ description: "Live ones; without an expiry of its own a network lasts as long as its token." }),
    limits: z.object({
      rate_per_minute: z.int(),
      daily_limit: z.int(),
      distinct_customers_per_day: z.int().nullable().meta({
        description:
          "Above so many different customers in a UTC day the token is suspended; null: no such ceiling.",
      }),
    }),
    expires_at: time,
    secret_ends_at: time.nullable(),
    client_ip: z
      .string()
      .meta({ description: "The address this call came from.", examples: ["203.0.113.7"] }),
  })
  .meta({ id: "Token", description: "What the calling token may do." });

export const tokenAnswerSchema = z
  .object({ data: tokenSchema, request_id: z.string() })
  .meta({ id: "TokenAnswer" });

export const customerIdSchema = z
  .string()
  .regex(/^cus_[0-9A-Za-z]{1,60}$/, "A customer's id is cus_ and up to 60 letters and digits.")
  .meta({ description: "The customer's id.", examples: ["cus_7Qm2xN4vKd81TzPbW0rY"] });

/** At most as many names as there are, each once; becomes the mask of the fields wanted. */
export const fieldsParameterSchema = z
  .string()
  .max(1000, "The list of fields is too long.")
  .transform((text, context) => {
    const names = text.split(",");
    const read = readFieldNames(names);
    if ("mask" in read) return read.mask;
    for (const name of read.unknown.slice(0, 5)) {
      const said = name === "" ? "An empty name" : `“${name.slice(0, 40)}”`;
      context.addIssue({ code: "custom", message: `${said} is neither a field nor a group of fields.` });
    }
    return z.NEVER;
  });

/** The same parameter as the document describes it. */
export const fieldsParameterDescription = z.string().meta({
  description: `Names of groups or fields, separated by commas; narrows the answer, never widens it. One of: ${fieldNames.join(", ")}.`,
  examples: ["status,loyalty.tier,email"],
});
