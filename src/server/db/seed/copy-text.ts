import "server-only";
import type { SeedCustomer } from "./customer";

type Value = string | number | boolean | null;

/** The columns in the order that copyLine writes them. */
export const copyColumns = [
  "id",
  "external_id",
  "status",
  "points_balance",
  "points_pending",
  "points_spent",
  "lifetime_points",
  "tier_id",
  "tier_name",
  "tier_since",
  "tier_expires_at",
  "expiring",
  "enrolled_at",
  "last_activity_at",
  "created_at",
  "updated_at",
  "version",
  "first_name",
  "last_name",
  "email",
  "phone",
  "member_number",
  "birth_date",
  "address_line_1",
  "address_line_2",
  "address_city",
  "address_state",
  "address_postal_code",
  "address_country",
  "custom_fields",
  "email_consent",
  "email_consent_at",
  "email_consent_source",
  "sms_consent",
  "sms_consent_at",
  "sms_consent_source",
] as const;

const time = (at: number | null) => (at === null ? null : new Date(at).toISOString());

function valuesOf(one: SeedCustomer): Value[] {
  return [
    ...[one.id, one.externalId, one.status],
    ...[one.pointsBalance, one.pointsPending, one.pointsSpent, one.lifetimePoints],
    ...[one.tierId, one.tierName, time(one.tierSince), time(one.tierExpiresAt), JSON.stringify(one.expiring)],
    ...[
      time(one.enrolledAt),
      time(one.lastActivityAt),
      time(one.createdAt),
      time(one.updatedAt),
      one.version,
    ],
    ...[one.firstName, one.lastName, one.email, one.phone, one.memberNumber, one.birthDate],
    ...[one.addressLine1, one.addressLine2, one.addressCity, one.addressState],
    ...[one.addressPostalCode, one.addressCountry, JSON.stringify(one.customFields)],
    ...[one.emailConsent.granted, time(one.emailConsent.at), one.emailConsent.source],
    ...[one.smsConsent.granted, time(one.smsConsent.at), one.smsConsent.source],
  ];
}

const escapes: Record<string, string> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };

function field(value: Value): string {
  if (value === null) return "\\N";
  const text = String(value);
  return /[\\\t\n\r]/.test(text) ? text.replace(/[\\\t\n\r]/g, (one) => escapes[one] ?? one) : text;
}

/** One line of COPY's text format. */
export function copyLine(one: SeedCustomer): string {
  return `${valuesOf(one).map(field).join("\t")}\n`;
}
