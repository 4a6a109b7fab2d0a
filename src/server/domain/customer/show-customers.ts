import "server-only";
import type { AuditAction } from "../../../contracts/audit-actions";
import type { Permission } from "../../../contracts/permissions";
import { requireOpening, requireStillOpened } from "../access/require-approved-ip";
import { requireHeld } from "../access/require-still";
import { recordEvent } from "../audit/record-event";
import { recordRefusal } from "../audit/record-refusal";
import type { ApprovedIpContext, PermittedContext } from "../context";
import { DomainError } from "../errors";
import { transact } from "../transact";

/** Whoever may see customers at all: the permission and a live Approved IP (rule 1). */
export type CustomerContext = ApprovedIpContext<PermittedContext<"customers.read">>;

export interface Shown<T> {
  /** What is returned once the record is written; null where there is no such customer. */
  answer: T | null;
  customerIds: readonly string[];
  fields?: readonly string[];
}

/** Whoever may see who saw customers: the same, with another permission. */
export type HistoryContext = ApprovedIpContext<PermittedContext<"audit.read">>;

interface Showing<T, C> {
  action: Extract<
    AuditAction,
    "customer.listed" | "customer.viewed" | "customer.revealed" | "customer.history_read"
  >;
  needs: readonly Permission[];
  read: (inside: C) => Promise<Shown<T>>;
}

/**
 * Reads customers and records which in one transaction, then looks at session, permissions and address once more, in
 * snapshots newer than the read: what was revoked before the read refuses it (rules 1 and 10). Null where nothing was found.
 */
export async function showCustomers<T, C extends CustomerContext | HistoryContext = CustomerContext>(
  context: C,
  showing: Showing<T, C>,
): Promise<T | null> {
  return recordRefusal(context, showing.action, () =>
    transact(context, async (inside) => {
      const opening = await requireOpening(inside);
      const { answer, customerIds, fields } = await showing.read(inside);
      await recordEvent(inside, {
        action: showing.action,
        // What is read in an emergency is found by its request.
        accessRequestId: opening.emergency,
        customerIds,
        fields,
        ...(answer === null ? { outcome: "refused" as const, rule: "not_found" } : {}),
      });
      for (const permission of showing.needs) await requireHeld(inside, permission);
      await requireStillOpened(inside, opening);
      return answer;
    }),
  );
}

export function noSuchCustomer(): DomainError {
  return new DomainError("not_found", "There is no customer with this id.");
}
