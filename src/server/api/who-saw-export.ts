import "server-only";
import { whoSawExportInput } from "../../contracts/customer-history";
import { requireApprovedIp, requireOpening, requireStillOpened } from "../domain/access/require-approved-ip";
import { requirePermission } from "../domain/access/require-permission";
import { requireHeld } from "../domain/access/require-still";
import { recordEvent } from "../domain/audit/record-event";
import { recordRefusal } from "../domain/audit/record-refusal";
import { exportWhoSaw } from "../domain/customer/who-saw";
import { DomainError } from "../domain/errors";
import { answerExport } from "./answer-export";
import { requireOwnPages } from "./own-pages";
import { plainRefusal } from "./plain-refusal";
import { createTrpcContext } from "./trpc/context";
import { requireUser } from "./trpc/procedures";

const types = { csv: "text/csv; charset=utf-8", json: "application/json; charset=utf-8" };

/**
 * Who saw one customer, as a download; needs audit.read from a live Approved IP, and is on record before it begins. Breaks
 * off once session, account, role or address have ended (rules 1 and 16).
 */
export async function whoSawExport(request: Request): Promise<Response> {
  const { service } = await createTrpcContext();
  try {
    requireOwnPages(request.headers);
    const user = requireUser(service);
    const context = await recordRefusal(user, "customer.whoSawExport", async () =>
      requireApprovedIp(requirePermission(user, "audit.read")),
    );
    const asked = whoSawExportInput.safeParse(Object.fromEntries(new URL(request.url).searchParams));
    if (!asked.success) throw new DomainError("invalid_input", "Name a customer and csv or json.");
    const { customerId, format } = asked.data;
    return await answerExport({
      userId: context.actor.userId,
      what: "an export of who saw a customer",
      type: types[format],
      fileName: `who-saw-${customerId}.${format}`,
      begin: async () => {
        const opening = await requireOpening(context);
        await recordEvent(context, {
          action: "customer.history_exported",
          accessRequestId: opening.emergency,
          customerIds: [customerId],
          details: { format },
        });
        return exportWhoSaw(context, asked.data, async () => {
          await requireHeld(context, "audit.read");
          await requireStillOpened(context, opening);
        });
      },
    });
  } catch (error) {
    return plainRefusal(error, "the reads of this customer could not be exported");
  }
}
