import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { testDatabase } from "../database";
import { createCustomer } from "../factories/customers";
import { createProgram, createUser, type TestPerson } from "../factories/people";
import { createLiveToken, type createPair } from "../factories/requests";
import { long } from "../long";
import { type Answer, callersAddress, twoApplications } from "./applications";
import { type Figures, move, startLoad, type Watched, watch, without } from "./load";
import { makeRevocable, type Revocable, type Way } from "./subjects";

const database = await testDatabase();
const { owner, app, ownerUrl } = database;
const applications = twoApplications(database);
const sql = owner.$client;
const holder = postgres(ownerUrl, { max: 1 });
afterAll(() => holder.end());

/** Revocations of each way; each tenth meets reads that wait for a lock. */
const times: Record<Way, number> = long
  ? { token: 3_500, network: 3_500, role: 1_000, account: 1_000, session: 1_000 }
  : { token: 70, network: 70, role: 20, account: 20, session: 30 };
const ways = Object.keys(times) as Way[];
/** Who ends, each its own subject: people are changed one after the other, and the rest need not wait for each other. */
const workers = long ? 12 : 4;

/** What a read is told that begins after the end. */
const refusals: Record<Way, string> = {
  token: "token_revoked",
  network: "ip_not_allowed",
  role: "permission_missing",
  account: "not_signed_in",
  session: "not_signed_in",
};
/** And one of a page that had begun: it looks at its session once more before it answers. */
const midway = "permission_missing";

let customerId = "";
let administrator: TestPerson;
let pair: Awaited<ReturnType<typeof createPair>>;
beforeAll(async () => {
  await createProgram(owner);
  customerId = (await createCustomer(owner)).id;
  administrator = await createUser(owner, { permissions: ["users.manage"] });
  // Opens the pages to everybody's address, whatever else ends.
  pair = await createLiveToken(owner, app, { networks: [callersAddress] });
});

/** Ends the load whatever happens: else the failure of a test would hang the run. */
const whatever: Array<() => Promise<unknown>> = [];
afterEach(() => Promise.all(whatever.splice(0).map((stop) => stop())));

type Ended = Revocable & Watched;

const make = async (way: Way): Promise<Ended> =>
  watch(await makeRevocable({ owner, app, ...applications, customerId, administrator, pair }, way));

/** One behind the lock, the other behind it or behind the first. */
async function untilBothWait(connections: string): Promise<void> {
  for (let waiting = 0; waiting < 2; await sleep(1)) {
    const [row] = await sql`select count(distinct l.pid)::int as waiting from pg_locks l
      join pg_stat_activity a using (pid)
      where not l.granted and a.datname = current_database() and a.application_name = ${connections}`;
    waiting = row?.waiting ?? 0;
  }
}

let lastLock: Promise<unknown> = Promise.resolve();

/**
 * Ends it while a read at each instance waits for a lock, which is let go only after the end's commit. The load leaves
 * alone what would wait beside them: pages have few connections, and the end needs one.
 */
function endBehindLock(subject: Ended, turn: number, all: readonly Ended[]): Promise<Answer[]> {
  const pages = all.filter(({ connections }) => connections === "countersign");
  const mine = lastLock.then(() =>
    without(subject.connections === "countersign" ? pages : [subject], async () => {
      // Not what the transaction answers with: it would wait for them before it commits.
      let asked: Array<Promise<Answer>> = [];
      await holder.begin(async (tx) => {
        await subject.lock(tx);
        asked = [subject.read(0), subject.read(1)];
        await untilBothWait(subject.connections);
        await subject.end(turn);
      });
      return Promise.all(asked);
    }),
  );
  lastLock = mine.catch(() => {});
  return mine;
}

/** Ends and mends these again and again, so many times in all; what was seen of it. */
async function endAgainAndAgain(way: Way, ended: readonly Ended[], all: readonly Ended[]) {
  const refusal = refusals[way];
  const seen = { ends: 0, behindLock: 0, reads: 0, late: [] as Answer[], wrong: [] as Answer[] };
  const judge = (answers: Answer[], ...expected: string[]) => {
    seen.reads += answers.length;
    seen.late.push(...answers.filter(({ code }) => !expected.includes(code)));
  };
  const both = (subject: Ended) => Promise.all([subject.read(0), subject.read(1)]);

  async function endOnce(subject: Ended, turn: number): Promise<void> {
    move(subject, "changing");
    if (turn % 10 === 9) {
      judge(await endBehindLock(subject, turn, all), refusal, midway);
      seen.behindLock += 1;
    } else await subject.end(turn);
    move(subject, "ended");
    judge(await both(subject), refusal);
    if (subject.shift) {
      await subject.shift();
      judge(await both(subject), refusal);
    }
    seen.ends += 1;
    move(subject, "changing");
    await subject.mend();
    move(subject, "open");
    const again = await subject.read(turn);
    if (again.code !== "let in") seen.wrong.push(again);
  }

  let turns = 0;
  await Promise.all(
    ended.map(async (subject) => {
      while (turns < times[way]) {
        turns += 1;
        await endOnce(subject, turns - 1);
      }
    }),
  );
  return seen;
}

describe("a revocation holds from its commit, on two processes under load (rule 10)", () => {
  it.each(ways)(
    "of the %s, for reads after it and for reads that waited for a lock meanwhile",
    async (way) => {
      const ended = await Promise.all(Array.from({ length: workers }, () => make(way)));
      const all = [...ended, await make("token"), await make("role")];
      const begun = performance.now();
      const stop = startLoad(all, 6);
      whatever.push(stop);
      const seen = await endAgainAndAgain(way, ended, all);
      const load = await stop();
      if (long) report(way, seen, load, performance.now() - begun);
      expect(seen).toMatchObject({ ends: times[way], behindLock: times[way] / 10, late: [], wrong: [] });
      expect(load).toMatchObject({ late: [], wrong: [] });
      // There was a load; how large it was is the machine's.
      expect(load.answers["let in"]).toBeGreaterThan(times[way] / 4);
    },
    long ? 3_000_000 : 180_000,
  );
});

type Seen = Awaited<ReturnType<typeof endAgainAndAgain>>;

function report(way: Way, { ends, behindLock, reads, late }: Seen, load: Figures, ms: number): void {
  const beside = Object.entries(load.answers).map(([code, count]) => `${count} ${code}`);
  const sentences = [
    `${way}: ${ends} ended in ${Math.round(ms / 1000)} s, ${behindLock} of them behind a lock`,
    `of ${reads} reads held behind them or begun after them ${late.length} were late`,
    `beside them ${beside.join(", ")}, of which ${load.late.length} late, ${load.wrong.length} wrongly refused`,
  ];
  process.stdout.write(`${sentences.join("; ")}\n`);
}
