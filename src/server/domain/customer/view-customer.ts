import "server-only";
import type { CustomerDetail, CustomerIdInput } from "../../../contracts/customer-search";
import { type CustomerRow, findCustomer } from "../../db/queries/customers";
import { maskContact } from "./mask-customer";
import { type CustomerContext, noSuchCustomer, showCustomers } from "./show-customers";

/** One customer with contact and sensitive fields masked; on record before it is returned. not_found is recorded too. */
export async function viewCustomer(
  context: CustomerContext,
  input: CustomerIdInput,
): Promise<CustomerDetail> {
  const detail = await showCustomers(context, {
    action: "customer.viewed",
    needs: ["customers.read"],
    read: async ({ db, actor }) => {
      const row = await findCustomer(db, input.customerId);
      const answer = row && detailOf(row, actor.permissions.has("customers.reveal"));
      return { answer, customerIds: [input.customerId] };
    },
  });
  if (!detail) throw noSuchCustomer();
  return detail;
}

function detailOf(row: CustomerRow, mayReveal: boolean): CustomerDetail {
  const { id, externalId, status, enrolledAt, lastActivityAt, createdAt, updatedAt, version } = row;
  const { pointsBalance, pointsPending, pointsSpent, lifetimePoints, tierSince, tierExpiresAt } = row;
  const expiring = row.expiring.map((one) => ({ points: one.points, expiresAt: new Date(one.expires_at) }));
  return {
    ...{ id, externalId, status, enrolledAt, lastActivityAt, createdAt, updatedAt, version, pointsBalance },
    tier: row.tierId === null && row.tierName === null ? null : { id: row.tierId, name: row.tierName },
    loyalty: {
      pointsBalance,
      pointsPending,
      pointsSpent,
      lifetimePoints,
      tierSince,
      tierExpiresAt,
      expiring,
    },
    ...maskContact(row),
    consents: {
      email: { granted: row.emailConsent, at: row.emailConsentAt, source: row.emailConsentSource },
      sms: { granted: row.smsConsent, at: row.smsConsentAt, source: row.smsConsentSource },
    },
    sensitive: {
      birthDate: row.birthDate !== null,
      address: row.addressLine1 !== null || row.addressCity !== null || row.addressCountry !== null,
      customFields: Object.keys(row.customFields).length > 0,
    },
    mayReveal,
  };
}
