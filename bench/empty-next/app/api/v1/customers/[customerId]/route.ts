export const dynamic = "force-dynamic";

const answer = process.env.BENCH_ANSWER ?? "{}";

/** Does nothing, in as many bytes as the guarded read answers. */
export function GET(): Response {
  return new Response(answer, { headers: { "Content-Type": "application/json" } });
}
