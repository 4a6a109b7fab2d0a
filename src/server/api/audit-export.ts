import "server-only";
import { requirePermission } from "../domain/access/require-permission";
import { requireHeld } from "../domain/access/require-still";
import { exportChain } from "../domain/audit/export-chain";
import { recordEvent } from "../domain/audit/record-event";
import { recordRefusal } from "../domain/audit/record-refusal";
import { answerExport } from "./answer-export";
import { requireOwnPages } from "./own-pages";
import { plainRefusal } from "./plain-refusal";
import { createTrpcContext } from "./trpc/context";
import { requireUser } from "./trpc/procedures";

/**
 * The sealed records as a download, a line a seal; needs audit.read, and is itself on record before it begins. Breaks off
 * once session, account or role have ended (rule 16).
 */
export async function auditExport(request: Request): Promise<Response> {
  const { service } = await createTrpcContext();
  try {
    // It leaves a record, which a link on another page must not be able to cause.
    requireOwnPages(request.headers);
    const user = requireUser(service);
    const context = await recordRefusal(user, "audit.export", async () =>
      requirePermission(user, "audit.read"),
    );
    return await answerExport({
      userId: context.actor.userId,
      what: "an export of the audit log",
      type: "application/jsonl; charset=utf-8",
      fileName: `countersign-audit-${new Date().toISOString().slice(0, 10)}.jsonl`,
      begin: async () => {
        await recordEvent(context, { action: "audit.exported" });
        return exportChain(context, () => requireHeld(context, "audit.read"));
      },
    });
  } catch (error) {
    return plainRefusal(error, "the audit log could not be exported");
  }
}
