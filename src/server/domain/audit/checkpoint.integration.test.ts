import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { createDatabase } from "../../db/client";
import { isCheckpointDue } from "../../db/queries/audit-chain";
import { testDatabase } from "../../test/database";
import { contextOf, createProgram, createUser, testKeys } from "../../test/factories/people";
import { isSigned, makeCheckpoint } from "./checkpoint";
import { recordEvent } from "./record-event";
import { sealEvents } from "./seal-events";

const { owner, app, jobsUrl } = await testDatabase();
const db = createDatabase(jobsUrl, { max: 1 });
beforeAll(() => createProgram(owner));
afterAll(() => db.$client.end());

it("is signed at the database's time, so that the next is due a day later whatever a process's clock says", async () => {
  await recordEvent(contextOf(app, await createUser(owner)), { action: "session.started" });
  await sealEvents({ db });
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 40 * 86_400_000 });
  const made = await makeCheckpoint({ db, keys: testKeys }).finally(() => vi.useRealTimers());
  if (!made) throw new Error("Nothing is sealed.");
  expect(Math.abs(Date.now() - Date.parse(made.signed_at))).toBeLessThan(60_000);
  expect(isSigned(made)).toBe(true);
  expect(await makeCheckpoint({ db, keys: testKeys })).toEqual(made);
  expect(await isCheckpointDue(db, 60)).toBe(false);
  expect(await isCheckpointDue(db, 0)).toBe(true);
});
