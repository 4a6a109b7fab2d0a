import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { afterAll, describe, expect, it } from "vitest";
import { testDatabase } from "../test/database";
import { createProgram } from "../test/factories/people";
import { createDatabase, type Transaction } from "./client";
import { programSettings } from "./schema";

const { owner, app, appUrl } = await testDatabase();
await createProgram(owner);
/** One place, so that what comes after meets what was left of it. */
const pool = createDatabase(appUrl, { max: 1 });
const uncaught: unknown[] = [];
const note = (error: unknown) => void uncaught.push(error);
process.prependListener("uncaughtException", note);
afterAll(async () => {
  process.removeListener("uncaughtException", note);
  await pool.$client.end({ timeout: 1 });
});

const terminate = async (pid: number) => {
  await app.execute(sql`select pg_terminate_backend(${pid}::int)`);
};
const closed = { code: "CONNECTION_CLOSED" };
/** A transaction that renames the program, and whose connection is ended from elsewhere while `work` is done. */
async function losing(work: (tx: Transaction, end: () => Promise<void>) => Promise<unknown>) {
  return pool.transaction(async (tx) => {
    const [row] = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
    await tx.update(programSettings).set({ name: "Lost" });
    await work(tx, () => terminate(row?.pid ?? 0));
  });
}

describe("a transaction whose connection ends", () => {
  it.each([
    ["in a statement", (tx, end) => Promise.all([tx.execute(sql`select pg_sleep(2)`), sleep(100).then(end)])],
    [
      "between two statements",
      (tx, end) =>
        end()
          .then(() => sleep(100))
          .then(() => tx.execute(sql`select 1`)),
    ],
    ["before its commit", (_, end) => end().then(() => sleep(100))],
    [
      "before its work fails by itself",
      async (_, end) => {
        await end();
        await sleep(100);
        throw new Error("Something else.");
      },
    ],
  ] as Array<[string, Parameters<typeof losing>[0]]>)(
    "%s is rejected, and leaves nothing",
    async (_, work) => {
      const error = await losing(work).catch((thrown: Error) => thrown.cause ?? thrown);
      expect(error).toMatchObject(closed);
      await sleep(300);
      expect(uncaught).toEqual([]);
      const again = () =>
        pool
          .transaction((tx) => tx.select({ name: programSettings.name }).from(programSettings))
          // The library tells the next one, once more, what it was told as the connection ended.
          .catch((thrown: Error) => thrown.message);
      await expect.poll(again, { timeout: 5_000 }).toEqual([{ name: "Harbour Rewards" }]);
    },
  );
});

it("is otherwise what it was: kept where it ends well, undone where its work or a statement fails", async () => {
  await pool.transaction((tx) => tx.update(programSettings).set({ name: "Kept" }));
  const undone = new Error("Undone.");
  const failing = pool.transaction(async (tx) => {
    await tx.update(programSettings).set({ name: "Undone" });
    throw undone;
  });
  await expect(failing).rejects.toBe(undone);
  await expect(pool.transaction((tx) => tx.execute(sql`select 1 / 0`))).rejects.toMatchObject({
    cause: { code: "22012" },
  });
  expect(await pool.select({ name: programSettings.name }).from(programSettings)).toEqual([{ name: "Kept" }]);
});
