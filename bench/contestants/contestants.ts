import { randomBytes } from "node:crypto";
import { freePort } from "../../src/server/db/embedded/postmaster";
import type { FilledDatabase } from "../database/fill";
import { bodyOf, type Program, startProgram } from "./program";

const program = (name: string) => `dist/bench/${name}.mjs`;
const pathOf = (database: FilledDatabase) => `/api/v1/customers/${database.customerIds[0]}`;

/** The application as production serves it, on a database of its own or beside another instance. */
export async function startGuarded(database: FilledDatabase): Promise<Program> {
  const port = await freePort();
  const profile = process.env.BENCH_NODE_FLAGS?.split(" ") ?? [];
  return startProgram({
    name: "The application",
    run: [...profile, "dist/main.mjs"],
    env: {
      DATABASE_URL: database.appUrl,
      DATABASE_OWNER_URL: database.ownerUrl,
      DATABASE_JOBS_URL: database.jobsUrl,
      PORT: String(port),
      HOST: "127.0.0.1",
      AUTH_SECRET: randomBytes(48).toString("base64"),
      ENCRYPTION_KEYS: `bench:${randomBytes(32).toString("base64url")}`,
      RESEND_API_KEY: "re_none",
      RESEND_FROM: "Bench <bench@harbour.example>",
      // Nothing listens there: nothing is mailed.
      RESEND_BASE_URL: "http://127.0.0.1:9",
      LOG_LEVEL: "warn",
    },
    port,
    ready: pathOf(database),
    secret: database.secret,
  });
}

export async function startUnguarded(database: FilledDatabase, pool: number): Promise<Program> {
  const port = await freePort();
  return startProgram({
    name: "The unguarded server",
    run: [program("unguarded-server")],
    env: { DATABASE_URL: database.appUrl, PORT: String(port), POOL: String(pool) },
    port,
    ready: pathOf(database),
    secret: database.secret,
  });
}

/** Next's own server over one route handler, which answers what the guarded read answered to the first request. */
export async function startEmptyNext(database: FilledDatabase, guarded: Program): Promise<Program> {
  const port = await freePort();
  const answer = await bodyOf(guarded.port, pathOf(database), database.secret);
  return startProgram({
    name: "The empty Next handler",
    run: [
      "node_modules/next/dist/bin/next",
      "start",
      "bench/empty-next",
      "-H",
      "127.0.0.1",
      "-p",
      String(port),
    ],
    env: { BENCH_ANSWER: answer, NEXT_TELEMETRY_DISABLED: "1" },
    port,
    ready: pathOf(database),
    secret: database.secret,
  });
}

/** Throws where the two do not answer the same customer in as many bytes: then their figures could not be compared. */
export async function compareAnswers(database: FilledDatabase, one: Program, other: Program): Promise<void> {
  const [first, second] = await Promise.all(
    [one, other].map(({ port }) => bodyOf(port, pathOf(database), database.secret)),
  );
  const data = (text = "") => JSON.stringify(JSON.parse(text).data);
  if (first?.length !== second?.length || data(first) !== data(second))
    throw new Error(`The contestants answer differently:\n${first}\n${second}`);
}
