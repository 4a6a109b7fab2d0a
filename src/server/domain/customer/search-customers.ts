import "server-only";
import type { CustomerPage, MaskedCustomer, SearchCustomersInput } from "../../../contracts/customer-search";
import {
  type FoundCustomer,
  type FoundPage,
  findCustomerPage,
  type Place,
} from "../../db/queries/customer-search";
import { DomainError } from "../errors";
import { maskContact } from "./mask-customer";
import { type CustomerContext, showCustomers } from "./show-customers";

/**
 * One page of customers, contact details masked, on record with the ids that were shown. Names by their beginning,
 * everything else whole: e-mail, phone, member number, id, external id. A broken cursor is invalid_input.
 */
export async function searchCustomers(
  context: CustomerContext,
  input: SearchCustomersInput,
): Promise<CustomerPage> {
  const { cursor, limit, ...search } = input;
  const after = cursor === undefined ? null : placeOf(cursor);
  const page = await showCustomers<FoundPage>(context, {
    action: "customer.listed",
    needs: ["customers.read"],
    read: async ({ db }) => {
      const answer = await findCustomerPage(db, search, after, limit);
      return { answer, customerIds: answer?.rows.map(({ id }) => id) ?? [] };
    },
  });
  if (!page) throw brokenCursor();
  const nextCursor = page.next && `${page.next.stage}.${page.next.id}`;
  return { customers: page.rows.map(maskRow), nextCursor };
}

function placeOf(cursor: string): Place {
  const dot = cursor.indexOf(".");
  return { stage: cursor.slice(0, dot), id: cursor.slice(dot + 1) };
}

function brokenCursor(): DomainError {
  return new DomainError("invalid_input", "This page belongs to another search. Start the search again.", {
    field: "cursor",
  });
}

function maskRow(row: FoundCustomer): MaskedCustomer {
  const { id, externalId, status, tierId, tierName, pointsBalance, enrolledAt, lastActivityAt } = row;
  const tier = tierId === null && tierName === null ? null : { id: tierId, name: tierName };
  return { id, externalId, status, tier, pointsBalance, enrolledAt, lastActivityAt, ...maskContact(row) };
}
