import { sql } from "drizzle-orm";
import { afterAll, expect, it } from "vitest";
import { testDatabase } from "../test/database";
import { createDatabase, createHotClients } from "./client";

const { app, appUrl } = await testDatabase();
const hot = createHotClients(appUrl);
const pool = createDatabase(appUrl, { max: 1, impatient: true });
afterAll(() => Promise.all([hot.end(), pool.$client.end()]));

it("sees and keeps what is committed, whatever its role has for defaults, which the role itself may set", async () => {
  for (const weaker of ["default_transaction_isolation = 'repeatable read'", "synchronous_commit = off"])
    await app.execute(
      sql.raw(`alter role current_user in database "${new URL(appUrl).pathname.slice(1)}" set ${weaker}`),
    );
  for (const client of [hot.reads, hot.aside, pool.$client]) {
    const [row] = await client`select current_setting('transaction_isolation') as isolation,
      current_setting('synchronous_commit') as commit`;
    expect(row).toEqual({ isolation: "read committed", commit: "on" });
  }
});
