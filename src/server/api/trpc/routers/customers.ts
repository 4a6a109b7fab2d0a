import "server-only";
import { whoSawInput } from "../../../../contracts/customer-history";
import {
  customerIdInput,
  revealCustomerInput,
  searchCustomersInput,
} from "../../../../contracts/customer-search";
import { listTiers } from "../../../domain/customer/list-tiers";
import { revealCustomer } from "../../../domain/customer/reveal-customer";
import { searchCustomers } from "../../../domain/customer/search-customers";
import { viewCustomer } from "../../../domain/customer/view-customer";
import { whoSaw } from "../../../domain/customer/who-saw";
import { approvedIpProcedure, router } from "../procedures";

/** Customers for staff: with the permission, from a live Approved IP, on record. */
export const customersRouter = router({
  search: approvedIpProcedure("customers.read")
    .input(searchCustomersInput)
    .query(({ ctx, input }) => searchCustomers(ctx.service, input)),
  tiers: approvedIpProcedure("customers.read").query(({ ctx }) => listTiers(ctx.service)),
  view: approvedIpProcedure("customers.read")
    .input(customerIdInput)
    .query(({ ctx, input }) => viewCustomer(ctx.service, input)),
  whoSaw: approvedIpProcedure("audit.read")
    .input(whoSawInput)
    .query(({ ctx, input }) => whoSaw(ctx.service, input)),
  reveal: approvedIpProcedure("customers.reveal")
    .input(revealCustomerInput)
    .mutation(({ ctx, input }) => revealCustomer(ctx.service, input)),
});
