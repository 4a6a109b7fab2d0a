import { createHash } from "node:crypto";
import { afterAll, beforeAll } from "vitest";
import { allFields } from "../../contracts/customer-fields";
import { createHotClients } from "../db/client";
import { createReadQueue, type ReadAnswer, type ReadRequest } from "../domain/customer/read-queue";
import type { TestDatabase } from "./database";
import { createCustomer } from "./factories/customers";
import { createProgram } from "./factories/people";
import { type AskedFor, createLiveToken } from "./factories/requests";

export const approvedAddress = "203.0.113.24";

/** Two processes on one database, as reads see them: two queues, each over connections of its own. */
export function twoProcesses({ owner, app, hot, appUrl }: TestDatabase) {
  const sql = owner.$client;
  const elsewhere = createHotClients(appUrl);
  const [here, there] = [createReadQueue(hot), createReadQueue(elsewhere)];
  let customerId = "";
  let requests = 0;
  beforeAll(async () => {
    await createProgram(owner);
    customerId = (await createCustomer(owner)).id;
  });
  afterAll(async () => {
    await Promise.all([here.close(), there.close()]);
    await elsewhere.end();
  });

  async function liveToken(asked: AskedFor = {}) {
    const token = await createLiveToken(owner, app, asked);
    const secretHash = createHash("sha256").update(token.secret).digest("hex");
    const request = (given: Partial<ReadRequest>): ReadRequest => {
      requests += 1;
      const usual = {
        address: approvedAddress,
        customerId,
        wanted: allFields,
        operation: "read" as const,
        faulty: false,
      };
      return { secretHash, requestId: `req_${requests}`, ...usual, ...given };
    };
    const ask = (given: Partial<ReadRequest> = {}, queue = here) => queue.ask(request(given));
    const usage = async () => (await sql`select * from token_usage where token_id = ${token.tokenId}`)[0];
    return { ...token, ask, usage };
  }

  /** As many at once, spread over both processes. */
  function burst(count: number, ask: (queue: typeof here, index: number) => Promise<ReadAnswer>) {
    return Promise.all(
      Array.from({ length: count }, (_, index) => ask(index % 2 === 0 ? here : there, index)),
    );
  }
  return { sql, queues: [here, there], liveToken, burst };
}

/** How many answers there are of each verdict. */
export function tally(answers: readonly ReadAnswer[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { verdict } of answers) counts[verdict ?? "ok"] = (counts[verdict ?? "ok"] ?? 0) + 1;
  return counts;
}
