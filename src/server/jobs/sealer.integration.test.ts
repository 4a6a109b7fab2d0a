import { sql } from "drizzle-orm";
import { pino } from "pino";
import postgres from "postgres";
import { afterAll, describe, expect, inject, it } from "vitest";
import { createDatabase } from "../db/client";
import { recordEvent } from "../domain/audit/record-event";
import { storedChain, verifyChain } from "../domain/audit/verify-chain";
import { testDatabase } from "../test/database";
import { contextOf, createProgram, createUser } from "../test/factories/people";
import { startSealer } from "./sealer";

const { owner, app, jobsUrl } = await testDatabase();
await createProgram(owner);
const logger = pino({ enabled: false });
const pools = [createDatabase(jobsUrl, { max: 1 }), createDatabase(jobsUrl, { max: 1 })];
const superuser = postgres(inject("cluster").superuserUrl, { max: 1 });
const database = new URL(jobsUrl).pathname.slice(1);
afterAll(() => Promise.all([...pools.map((one) => one.$client.end()), superuser.end()]));

describe("the sealer (rule 11)", () => {
  it("seals each record within two seconds of its commit, on two instances at once, and outlives its connection", async () => {
    const sealers = pools.map((db) => startSealer({ db, logger }));
    const person = await createUser(owner);
    for (let round = 0; round < 4; round += 1) {
      if (round === 2) {
        const killed = await superuser`select pg_terminate_backend(pid) as killed from pg_stat_activity
          where datname = ${database} and usename = ${new URL(jobsUrl).username}`;
        expect(killed.length).toBeGreaterThan(0);
      }
      await recordEvent(contextOf(app, person), { action: "session.started" });
      const written = Date.now();
      const waiting = async () => {
        const rows = await owner.execute<{
          waiting: number;
        }>(sql`select count(*)::int as waiting from audit_events
          where id > coalesce((select high from audit_seals order by seq desc limit 1), 0)`);
        return rows[0]?.waiting;
      };
      await expect.poll(waiting, { interval: 50, timeout: 5_000 }).toBe(0);
      expect(Date.now() - written).toBeLessThan(2_000);
    }
    await Promise.all(sealers.map((one) => one.stop()));
    const verdict = await verifyChain(storedChain({ db: owner }), []);
    expect(verdict.fault).toBeNull();
    expect(Number(verdict.records)).toBeGreaterThanOrEqual(4);
  });
});
