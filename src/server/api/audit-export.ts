import "server-only";
import { requirePermission } from "../domain/access/require-permission";
import { requireHeld } from "../domain/access/require-still";
import { exportChain } from "../domain/audit/export-chain";
import { recordEvent } from "../domain/audit/record-event";
import { recordRefusal } from "../domain/audit/record-refusal";
import { requireOwnPages } from "./own-pages";
import { plainRefusal } from "./plain-refusal";
import { streamLines } from "./stream-lines";
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
    await recordEvent(context, { action: "audit.exported" });
    const name = `countersign-audit-${new Date().toISOString().slice(0, 10)}.jsonl`;
    const lines = exportChain(context, () => requireHeld(context, "audit.read"));
    return new Response(streamLines(lines, "an export of the audit log"), {
      headers: {
        "content-type": "application/jsonl; charset=utf-8",
        "content-disposition": `attachment; filename="${name}"`,
        "cache-control": "no-store",
      },
    });
  } catch (error) {
    return plainRefusal(error, "the audit log could not be exported");
  }
}
