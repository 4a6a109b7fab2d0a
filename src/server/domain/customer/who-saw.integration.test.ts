import { describe, expect, it } from "vitest";
import { testDatabase } from "../../test/database";
import { createCustomer } from "../../test/factories/customers";
import { contextOf, createUser } from "../../test/factories/people";
import { approvedAddress, twoProcesses } from "../../test/two-processes";
import type { HistoryContext } from "./show-customers";
import { exportWhoSaw, whoSaw } from "./who-saw";

const database = await testDatabase();
const { owner, app } = database;
const { sql, liveToken } = twoProcesses(database);

async function reader(): Promise<HistoryContext> {
  const person = await createUser(owner, { permissions: ["audit.read"] });
  return contextOf(app, person, approvedAddress) as unknown as HistoryContext;
}

describe("who saw a customer", () => {
  it("tells every allowed read of it by tokens, lists and people, page by page and as files, and records the look", async () => {
    const token = await liveToken();
    const [customerId, other] = [(await createCustomer(owner)).id, (await createCustomer(owner)).id];
    for (let n = 0; n < 3; n += 1) await token.ask({ customerId });
    await token.ask({ customerId: other });
    await token.ask({ customerId, address: "192.0.2.1" });
    const staff = await createUser(owner, { name: '=Sam, "Staff"' });
    await sql`insert into audit_events (action, outcome, actor_kind, actor_id, request_id, customer_ids)
      values ('customer.listed', 'allowed', 'user', ${staff.id}, 'req_list', ${[other, customerId]}),
        ('customer.revealed', 'refused', 'user', ${staff.id}, 'req_refused', ${[customerId]})`;
    const context = await reader();
    const first = await whoSaw(context, { customerId, limit: 3 });
    const rest = await whoSaw(context, { customerId, limit: 3, cursor: first.nextCursor ?? "0" });
    expect(rest.nextCursor).toBeNull();
    const reads = [...first.reads, ...rest.reads];
    expect(reads.map(({ action, reference, clientIp }) => [action, reference, clientIp])).toEqual([
      ["customer.listed", null, null],
      ...Array.from({ length: 3 }, () => ["customer.read", token.reference, "203.0.113.24"]),
    ]);
    expect(reads[1]?.fields).toContain("basic");
    const file = async (format: "csv" | "json") => {
      let text = "";
      for await (const line of exportWhoSaw(context, { customerId, format })) text += line;
      return text;
    };
    expect(JSON.parse(await file("json"))).toHaveLength(4);
    const lines = (await file("csv")).trim().split("\r\n");
    expect(lines).toHaveLength(5);
    expect(lines[1]).toContain(`"'=Sam, ""Staff"""`);
    const looks = await sql`select customer_ids from audit_events where action = 'customer.history_read'`;
    expect(looks).toEqual([{ customer_ids: [customerId] }, { customer_ids: [customerId] }]);
  });
});
