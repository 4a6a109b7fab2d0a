import "server-only";
import type { RevealCustomerInput, RevealedCustomer } from "../../../contracts/customer-search";
import { fieldGroups } from "../../../contracts/scopes";
import { type CustomerRow, findCustomer } from "../../db/queries/customers";
import { requireApprovedIp } from "../access/require-approved-ip";
import { requirePermission } from "../access/require-permission";
import { recordRefusal } from "../audit/record-refusal";
import type { ApprovedIpContext, PermittedContext } from "../context";
import { noSuchCustomer, showCustomers } from "./show-customers";

/**
 * The contact or sensitive fields of one customer as they are, for whoever holds customers.reveal besides
 * customers.read; the record names the fields, never the values (rule 12).
 */
export async function revealCustomer(
  context: ApprovedIpContext<PermittedContext<"customers.reveal">>,
  input: RevealCustomerInput,
): Promise<RevealedCustomer> {
  const reader = await recordRefusal(context, "customer.revealed", async () =>
    requireApprovedIp(requirePermission(context, "customers.read")),
  );
  const revealed = await showCustomers<RevealedCustomer>(reader, {
    action: "customer.revealed",
    needs: ["customers.read", "customers.reveal"],
    read: async ({ db }) => {
      const row = await findCustomer(db, input.customerId);
      const answer = row && (input.group === "contact" ? contactOf(row) : sensitiveOf(row));
      const fields = fieldGroups[input.group].filter((name) => !name.includes("."));
      return { answer, customerIds: [input.customerId], fields };
    },
  });
  if (!revealed) throw noSuchCustomer();
  return revealed;
}

function contactOf({ firstName, lastName, email, phone, memberNumber }: CustomerRow): RevealedCustomer {
  return { group: "contact", firstName, lastName, email, phone, memberNumber };
}

function sensitiveOf(row: CustomerRow): RevealedCustomer {
  return {
    group: "sensitive",
    birthDate: row.birthDate,
    address: {
      line1: row.addressLine1,
      line2: row.addressLine2,
      city: row.addressCity,
      state: row.addressState,
      postalCode: row.addressPostalCode,
      country: row.addressCountry,
    },
    customFields: row.customFields,
  };
}
