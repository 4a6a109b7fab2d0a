import { setTimeout as sleep } from "node:timers/promises";
import { TRPCError } from "@trpc/server";
import { and, eq } from "drizzle-orm";
import postgres, { type Sql } from "postgres";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { createCallerFactory } from "../../api/trpc/init";
import { appRouter } from "../../api/trpc/root";
import { createDatabase, type Database } from "../../db/client";
import { sessions, userRoles, users } from "../../db/schema";
import { isDomainError } from "../../domain/errors";
import { readSession } from "../../domain/session/read-session";
import { testDatabase } from "../database";
import { contextOf, createUser } from "../factories/people";
import { startPublicApi } from "../public-api";
import { twoProcesses } from "../two-processes";

const database = await testDatabase();
const { owner, app, appUrl, ownerUrl } = database;
await startPublicApi(database);
const { sql, queues, liveToken } = twoProcesses(database);
const elsewhere = createDatabase(appUrl);
const holders = postgres(ownerUrl, { max: 4 });
afterAll(() => Promise.all([elsewhere.$client.end(), holders.end()]));

const long = process.env.TEST_LONG === "1";
/** Revocations of each way; of the first two, each tenth meets reads that wait for a lock. */
const times = long ? { token: 3_500, network: 3_500, role: 1_000, account: 1_000, session: 1_000 } : null;
const short = { token: 60, network: 60, role: 30, account: 30, session: 30 };
const timesOf = (way: keyof typeof short) => (times ?? short)[way];
const workers = 4;
const each = (count: number) => Array.from({ length: workers }, (_, n) => Math.ceil((count - n) / workers));

/** Ends the load whatever happens: else the failure of a test would hang the run. */
const whatever: Array<() => Promise<unknown>> = [];
afterEach(() => Promise.all(whatever.splice(0).map((stop) => stop())));

/** Keeps both processes at work on these tokens until stopped; how many reads that were. */
function load(tokens: ReadonlyArray<Awaited<ReturnType<typeof liveToken>>>) {
  let running = true;
  let reads = 0;
  const loops = Array.from({ length: 12 }, async (_, n) => {
    for (let turn = n; running; turn += 1) {
      await tokens[turn % tokens.length]?.ask({}, queues[turn % 2]);
      reads += 1;
      if (turn % 16 === 0) await sleep(1);
    }
  });
  const stop = async () => {
    running = false;
    await Promise.all(loops);
    return reads;
  };
  whatever.push(stop);
  return stop;
}

const generous = { ratePerMinute: 10_000_000, dailyLimit: 10_000_000 };

describe("a revocation holds from its commit, on two processes under load (rule 10)", () => {
  const verdicts = { token: "token_revoked", network: "ip_not_allowed" };
  const revoke = (db: Sql, way: keyof typeof verdicts, id: string) =>
    way === "token"
      ? db`update security_tokens set revoked_at = countersign_now() where id = ${id}`
      : db`update approved_networks set revoked_at = countersign_now() where token_id = ${id}`;
  const allow = (way: keyof typeof verdicts, id: string) =>
    way === "token"
      ? sql`update security_tokens set revoked_at = null where id = ${id}`
      : sql`update approved_networks set revoked_at = null where token_id = ${id}`;

  it.each(["token", "network"] as const)(
    "of a %s, with reads after it and reads that waited for a lock meanwhile",
    async (way) => {
      const verdict = verdicts[way];
      const tokens = await Promise.all(Array.from({ length: workers + 2 }, () => liveToken(generous)));
      const stop = load(tokens);
      const late: unknown[] = [];
      let [revoked, waited] = [0, 0];

      /** Revokes while a read of this token waits for its limits' row. */
      async function revokeBehindLock(token: (typeof tokens)[number]) {
        // Not what the transaction answers with: it would wait for them before it commits.
        let asked: Array<ReturnType<typeof token.ask>> = [];
        await holders.begin(async (tx) => {
          const [self] = await tx`select pg_backend_pid() as pid`;
          await tx`select 1 from token_usage where token_id = ${token.tokenId} for no key update`;
          asked = queues.map((queue) => token.ask({}, queue));
          for (let waiting = 0; waiting === 0; await sleep(1)) {
            const [row] = await sql`select count(*)::int as waiting from pg_locks l
              where not l.granted and ${self?.pid}::int = any(pg_blocking_pids(l.pid))`;
            waiting = row?.waiting ?? 0;
          }
          await revoke(tx as unknown as Sql, way, token.tokenId);
        });
        waited += 1;
        return Promise.all(asked);
      }

      async function revokeOnce(token: (typeof tokens)[number], behindLock: boolean) {
        const early = behindLock ? await revokeBehindLock(token) : [];
        if (!behindLock) await revoke(sql, way, token.tokenId);
        const after = await Promise.all(queues.map((queue) => token.ask({}, queue)));
        late.push(...[...early, ...after].filter((one) => one.verdict !== verdict || one.body !== null));
        revoked += 1;
        await allow(way, token.tokenId);
        const open = await token.ask();
        expect(open.verdict).toBeNull();
      }

      await Promise.all(
        each(timesOf(way)).map(async (count, n) => {
          const token = tokens[n] as (typeof tokens)[number];
          for (let turn = 0; turn < count; turn += 1) await revokeOnce(token, turn % 10 === 9);
        }),
      );
      const reads = await stop();
      if (long)
        process.stdout.write(
          `${way}: ${revoked} revocations, ${waited} behind a lock, ${reads} reads beside them, ${late.length} late\n`,
        );
      expect(late).toEqual([]);
      expect(revoked).toBe(timesOf(way));
      expect(waited).toBeGreaterThan(0);
    },
    long ? 3_000_000 : 60_000,
  );

  const call = createCallerFactory(appRouter);
  const standings: Record<"role" | "account" | "session", { end: Change; mend: Change; answer: string }> = {
    role: {
      end: (of) =>
        owner.delete(userRoles).where(and(eq(userRoles.userId, of.id), eq(userRoles.roleId, of.roleId))),
      mend: (of) => owner.insert(userRoles).values({ userId: of.id, roleId: of.roleId }),
      answer: "permission_missing",
    },
    account: {
      end: (of) => owner.update(users).set({ status: "disabled" }).where(eq(users.id, of.id)),
      mend: (of) => owner.update(users).set({ status: "active" }).where(eq(users.id, of.id)),
      answer: "not_signed_in",
    },
    session: {
      end: (of) => owner.update(sessions).set({ endedAt: new Date() }).where(eq(sessions.id, of.sessionId)),
      mend: (of) => owner.update(sessions).set({ endedAt: null }).where(eq(sessions.id, of.sessionId)),
      answer: "not_signed_in",
    },
  };

  it.each(["role", "account", "session"] as const)(
    "of the %s, at the procedures",
    async (way) => {
      const { end, mend, answer } = standings[way];
      const stop = load(await Promise.all([liveToken(generous), liveToken(generous)]));
      const late: string[] = [];
      let ended = 0;
      await Promise.all(
        each(timesOf(way)).map(async (count) => {
          const person = await createUser(owner, { permissions: ["audit.read"] });
          const [role] = await owner.select().from(userRoles).where(eq(userRoles.userId, person.id));
          const of = { ...person, roleId: role?.roleId ?? "" };
          const ask = async (db: Database): Promise<string> => {
            const actor = (await readSession({ db }, of.sessionId, { touch: true })) ?? {
              kind: "anonymous" as const,
            };
            const service = { ...contextOf(app, person), db, actor };
            return call({ service })
              .audit.list({})
              .then(() => "let in", refusal);
          };
          for (let turn = 0; turn < count; turn += 1) {
            await end(of);
            const answers = await Promise.all([ask(app), ask(elsewhere)]);
            late.push(...answers.filter((one) => one !== answer));
            ended += 1;
            await mend(of);
            expect(await ask(app)).toBe("let in");
          }
        }),
      );
      const reads = await stop();
      if (long)
        process.stdout.write(`${way}: ${ended} ended, ${reads} reads beside them, ${late.length} late\n`);
      expect(late).toEqual([]);
      expect(ended).toBe(timesOf(way));
    },
    long ? 3_000_000 : 60_000,
  );
});

type Change = (of: { id: string; roleId: string; sessionId: string }) => PromiseLike<unknown>;

function refusal(error: unknown): string {
  if (error instanceof TRPCError && isDomainError(error.cause)) return error.cause.code;
  throw error;
}
