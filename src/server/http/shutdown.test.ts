import { expect, it } from "vitest";
import { createShutdown } from "./shutdown";

const quiet = { error: () => {} };

it("undoes a start in reverse, once", async () => {
  const done: string[] = [];
  const shutdown = createShutdown(quiet);
  for (const name of ["database", "jobs", "server"]) shutdown.add(name, () => done.push(name));
  expect(await Promise.all([shutdown.stop(), shutdown.stop()])).toEqual([true, true]);
  expect(done).toEqual(["server", "jobs", "database"]);
});

it("stops the rest where a step throws or hangs, and says that it was not clean", async () => {
  const done: string[] = [];
  const shutdown = createShutdown(quiet, 50);
  shutdown.add("database", () => done.push("database"));
  shutdown.add("hanging", () => new Promise(() => {}));
  shutdown.add("throwing", () => {
    throw new Error("no");
  });
  expect(await shutdown.stop()).toBe(false);
  expect(done).toEqual(["database"]);
});
