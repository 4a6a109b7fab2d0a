import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { afterAll, inject } from "vitest";
import { createDatabase, createHotClients, type Database, type HotClients } from "../db/client";
import { type TestClock, testClock } from "./clock";

export interface TestDatabase {
  /** As the owner: sets up what the application may not write, and looks behind its back. */
  owner: Database;
  /** As the application's restricted role. */
  app: Database;
  hot: HotClients;
  ownerUrl: string;
  appUrl: string;
  jobsUrl: string;
  clock: TestClock;
}

function renamed(url: string, database: string): string {
  const made = new URL(url);
  made.pathname = `/${database}`;
  return made.href;
}

async function asSuperuser(statement: string): Promise<void> {
  const sql = postgres(inject("cluster").superuserUrl, { max: 1, onnotice: () => {} });
  try {
    await sql.unsafe(statement);
  } finally {
    await sql.end();
  }
}

/**
 * A database of its own, migrated, empty, with the application's roles and a clock that the test moves.
 * Call it at the top of a test file (`const database = await testDatabase()`); it goes when the file is done.
 */
export async function testDatabase(): Promise<TestDatabase> {
  const cluster = inject("cluster");
  const template = new URL(cluster.ownerUrl).pathname.slice(1);
  const name = `test_${randomBytes(6).toString("hex")}`;
  await asSuperuser(
    `create database ${name} template ${template} owner countersign_owner strategy file_copy`,
  );
  const [ownerUrl, appUrl, jobsUrl] = [
    renamed(cluster.ownerUrl, name),
    renamed(cluster.appUrl, name),
    renamed(cluster.jobsUrl, name),
  ];
  const owner = createDatabase(ownerUrl, { max: 4 });
  const app = createDatabase(appUrl);
  const hot = createHotClients(appUrl);
  afterAll(async () => {
    await Promise.all([
      owner.$client.end({ timeout: 2 }),
      app.$client.end({ timeout: 2 }),
      hot.end({ timeout: 2 }),
    ]);
    await asSuperuser(`drop database ${name} with (force)`);
  });
  return { owner, app, hot, ownerUrl, appUrl, jobsUrl, clock: testClock(owner.$client) };
}
