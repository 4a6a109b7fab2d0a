import { expect, it } from "vitest";
import { createHealthCheck } from "./health";

it("is well while the database answers, ill while it doesn't, and well again by itself", async () => {
  let answers = true;
  let asked = 0;
  const check = createHealthCheck(async () => {
    asked++;
    if (!answers) throw new Error("away");
  });
  expect(await Promise.all(Array.from({ length: 50 }, check))).not.toContain(false);
  expect(asked).toBe(1);
  answers = false;
  await new Promise((resolve) => setTimeout(resolve, 550));
  expect(await check()).toBe(false);
  answers = true;
  await new Promise((resolve) => setTimeout(resolve, 550));
  expect(await check()).toBe(true);
});

it("does not wait for a database that hangs", async () => {
  const check = createHealthCheck(() => new Promise(() => {}));
  const before = performance.now();
  expect(await check()).toBe(false);
  expect(performance.now() - before).toBeLessThan(4_000);
});
