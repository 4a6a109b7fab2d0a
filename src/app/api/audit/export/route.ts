import { auditExport } from "@/server/api/audit-export";

export const dynamic = "force-dynamic";

export { auditExport as GET };

/** Without this, Next would answer HEAD by beginning an export. */
export function HEAD(): Response {
  return new Response(null, { status: 405, headers: { allow: "GET", "cache-control": "no-store" } });
}
