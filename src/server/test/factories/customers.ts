import { randomBytes } from "node:crypto";
import type { Database } from "../../db/client";
import { customers } from "../../db/schema";

export type TestCustomer = typeof customers.$inferSelect;

/** A member with something in every field; what matters to the test is given. */
export async function createCustomer(
  owner: Database,
  given: Partial<typeof customers.$inferInsert> = {},
): Promise<TestCustomer> {
  const mark = randomBytes(8).toString("hex");
  const [made] = await owner
    .insert(customers)
    .values({
      id: `cus_${mark}`,
      externalId: `till-${mark}`,
      pointsBalance: 1250,
      pointsPending: 30,
      pointsSpent: 400,
      lifetimePoints: 1680,
      tierId: "gold",
      tierName: "Gold",
      tierSince: new Date("2026-01-01T00:00:00Z"),
      expiring: [{ points: 200, expires_at: "2027-03-31T00:00:00Z" }],
      enrolledAt: new Date("2024-05-06T07:08:09.010Z"),
      firstName: "Åse",
      lastName: 'O"Brien',
      email: `${mark}@member.example`,
      phone: "+4721983400",
      memberNumber: `M-${mark}`,
      birthDate: "1984-02-29",
      addressLine1: "Bryggen 4",
      addressCity: "Bergen",
      addressPostalCode: "5003",
      addressCountry: "NO",
      customFields: { favourite_store: "Pier 4" },
      emailConsent: true,
      emailConsentAt: new Date("2025-01-02T03:04:05Z"),
      emailConsentSource: "web",
      ...given,
    })
    .returning();
  if (!made) throw new Error("The customer was not made.");
  return made;
}
