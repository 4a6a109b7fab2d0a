import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import type { Mood, ResendServer } from "../resend-server";
import type { Application } from "./application";
import type { FaultyPostgres } from "./postgres";

export interface Site {
  database: FaultyPostgres;
  application: Application;
  provider: ResendServer;
}

export type Random = (below: number) => number;

const moods: Mood[] = [
  { kind: "slow", ms: 1_500 },
  { kind: "hang" },
  { kind: "error", status: 429, name: "rate_limit_exceeded", retryAfter: "1" },
  { kind: "error", status: 500, name: "internal_server_error" },
  { kind: "accept_and_drop" },
];

/** One server process of Postgres dies; the others end with it, and the server comes back by itself. */
async function killBackend({ database }: Site): Promise<void> {
  const sql = postgres(database.urls.superuser, {
    max: 1,
    onnotice: () => {},
    connect_timeout: 5,
    fetch_types: false,
  });
  try {
    const [row] = await sql<{ pid: number }[]>`
      select pid from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()
      order by state = 'active' desc, random() limit 1`;
    if (row) process.kill(row.pid, "SIGKILL");
  } finally {
    await sql.end({ timeout: 1 }).catch(() => {});
  }
}

/** Every kind of damage; each resolves once nothing but recovery is left to do. */
export const damages: Record<string, (site: Site, random: Random) => Promise<void>> = {
  "application killed": async ({ application }) => void application.kill(),
  "application killed twice": async ({ application }, random) => {
    application.kill();
    await sleep(random(2_500));
    application.kill();
  },
  "Postgres killed": async ({ database }, random) => {
    database.kill();
    await sleep(random(500));
    await database.revive();
  },
  "a Postgres process killed": killBackend,
  "both killed": async ({ database, application }) => {
    database.kill();
    application.kill();
    await database.revive();
  },
  "connections torn": async ({ database }, random) => {
    for (let times = 0; times <= random(3); times += 1) {
      database.wire.tear();
      await sleep(random(200));
    }
  },
  "wire cut": async ({ database }, random) => {
    const mend = database.wire.cut();
    await sleep(200 + random(1_500));
    mend();
  },
  "disk full": async ({ database }, random) => {
    database.fillDisk();
    await sleep(500 + random(1_500));
    database.freeDisk();
    // Postgres gives up for good where it cannot write its log while it recovers.
    await database.revive();
  },
  "provider unwell": async ({ provider }, random) => {
    const mood = moods[random(moods.length)];
    provider.behave(...(mood ? [mood, mood, mood, { kind: "well" } as const] : []));
  },
};
