import { createServer } from "node:http";
import postgres from "postgres";

/**
 * The unguarded read in its best form: no framework, one prepared select by primary key, JSON text made by Postgres and
 * passed through. Nothing is checked, nothing recorded, whoever asks.
 */
const { DATABASE_URL = "", PORT = "", POOL = "2" } = process.env;
const sql = postgres(DATABASE_URL, {
  max: Number(POOL),
  fetch_types: false,
  connection: { plan_cache_mode: "force_generic_plan", jit: "off" },
});
const prefix = "/api/v1/customers/".length;
const allFields = 2 ** 30 - 1;

const server = createServer(async (req, res) => {
  try {
    const id = (req.url ?? "").slice(prefix);
    const [row] = await sql<{ body: string }[]>`
      select countersign_customer_json(c, ${allFields}::integer) as body from customers c where id = ${id}`;
    const text = row ? `{"data":${row.body},"omitted_fields":[],"request_id":"req_00000000000000000"}` : "{}";
    res.writeHead(row ? 200 : 404, {
      "Content-Type": "application/json",
      "Content-Length": Buffer.byteLength(text),
    });
    res.end(text);
  } catch {
    res.writeHead(500).end();
  }
});
server.keepAliveTimeout = 65_000;
server.listen(Number(PORT), "127.0.0.1");
process.once("SIGTERM", () => process.exit(0));
