import "server-only";
import type { CustomerTier } from "../../../contracts/customer-search";
import { findTiers } from "../../db/queries/customer-tiers";
import type { CustomerContext } from "./show-customers";

/** The tiers to filter customers by; it shows no customer, so nothing is recorded. */
export async function listTiers(context: CustomerContext): Promise<CustomerTier[]> {
  return findTiers(context.db);
}
