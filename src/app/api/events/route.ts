import { openEvents } from "@/server/api/events";

export const dynamic = "force-dynamic";

export { openEvents as GET };

/** Without this, Next would answer HEAD by opening a stream. */
export function HEAD(): Response {
  return new Response(null, { status: 405, headers: { allow: "GET", "cache-control": "no-store" } });
}
