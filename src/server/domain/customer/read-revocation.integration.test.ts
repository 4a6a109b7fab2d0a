import postgres from "postgres";
import { describe, expect, it } from "vitest";
import { testDatabase } from "../../test/database";
import { twoProcesses } from "../../test/two-processes";
import type { ReadAnswer } from "./read-queue";

const database = await testDatabase();
const { sql, queues, liveToken, burst } = twoProcesses(database);

describe("revocation", () => {
  const ways = {
    token: (id: string) => sql`update security_tokens set revoked_at = countersign_now() where id = ${id}`,
    network: (id: string) =>
      sql`update approved_networks set revoked_at = countersign_now() where token_id = ${id}`,
    scope: (id: string) => sql`update security_tokens set scopes = '{customers:list}' where id = ${id}`,
    secret: (id: string) => sql`update token_secrets set ends_at = countersign_now() where token_id = ${id}`,
  };
  const verdicts = {
    token: "token_revoked",
    network: "ip_not_allowed",
    scope: "scope_missing",
    secret: "token_revoked",
  };

  it.each(Object.keys(ways) as Array<keyof typeof ways>)(
    "of a %s holds for a read that waited for the limit row meanwhile",
    async (way) => {
      const token = await liveToken();
      expect((await token.ask()).verdict).toBeNull();
      const holder = await postgresClient();
      let late: Promise<ReadAnswer> | undefined;
      await holder.begin(async (tx) => {
        await tx`select 1 from token_usage where token_id = ${token.tokenId} for no key update`;
        late = token.ask();
        await untilWaiting();
        await ways[way](token.tokenId);
      });
      await holder.end();
      expect(await late).toMatchObject({ verdict: verdicts[way], body: null });
    },
  );

  it("of a secret under a display that is not committed yet holds for its first use", async () => {
    const token = await liveToken();
    const holder = await postgresClient();
    let late: Promise<ReadAnswer> | undefined;
    await holder.begin(async (tx) => {
      await tx`update token_secrets set ends_at = countersign_now() where token_id = ${token.tokenId}`;
      late = token.ask();
      await untilWaiting();
    });
    await holder.end();
    expect(await late).toMatchObject({ verdict: "token_revoked", body: null });
  });

  it("is never late, under load from two processes", async () => {
    const tokens = await Promise.all(Array.from({ length: 6 }, () => liveToken({ ratePerMinute: 100_000 })));
    let stop = false;
    const load = burst(16, async (queue, index) => {
      for (;;) {
        const answer = await (tokens[index % 6] as (typeof tokens)[number]).ask({}, queue);
        if (stop) return answer;
      }
    });
    const late: unknown[] = [];
    for (const token of tokens) {
      await sql`update approved_networks set revoked_at = countersign_now() where token_id = ${token.tokenId}`;
      const after = await Promise.all(queues.map((queue) => token.ask({}, queue)));
      late.push(...after.filter(({ verdict }) => verdict !== "ip_not_allowed"));
    }
    stop = true;
    await load;
    expect(late).toEqual([]);
  });

  async function untilWaiting(): Promise<void> {
    for (;;) {
      const [row] =
        await sql`select count(*)::int as waiting from pg_locks l join pg_stat_activity a on a.pid = l.pid
        where a.datname = current_database() and not l.granted`;
      if (row?.waiting > 0) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
  const postgresClient = async () => postgres(database.ownerUrl, { max: 1 });
});
