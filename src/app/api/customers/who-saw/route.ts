import { whoSawExport } from "@/server/api/who-saw-export";

export const dynamic = "force-dynamic";

export { whoSawExport as GET };

/** Without this, Next would answer HEAD by beginning an export. */
export function HEAD(): Response {
  return new Response(null, { status: 405, headers: { allow: "GET", "cache-control": "no-store" } });
}
