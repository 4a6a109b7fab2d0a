import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { attemptDelays } from "../../db/schema";
import { testDatabase } from "../../test/database";
import { anonymousContext } from "../../test/factories/accounts";
import { freezeClock } from "../../test/frozen-clock";
import { isDomainError } from "../errors";
import { failAttempt, requireTurn } from "./attempt-delay";

const { owner, app, clock } = await testDatabase();
const guesser = anonymousContext(app, "198.51.100.1");
const attempt = { kind: "approval-code" as const, account: "tomas" };
const at = (seconds: number) =>
  freezeClock(owner.$client, new Date(Date.parse("2031-01-01T00:00:00Z") + seconds * 1000).toISOString());

async function said(): Promise<unknown[]> {
  const error: unknown = await requireTurn(guesser, attempt).catch((one) => one);
  return isDomainError(error) ? [error.code, error.message, error.details] : [];
}

const wait = (seconds: number, words: string) => [
  "too_many_attempts",
  `Too many attempts. Try again in ${words}.`,
  { retry_after_seconds: seconds },
];

beforeEach(async () => {
  await owner.delete(attemptDelays);
  await at(0);
  for (let wrong = 0; wrong < 5; wrong += 1) await failAttempt(guesser, attempt);
});
afterEach(() => clock.reset());

describe("a refusal", () => {
  it("says how long to wait, in seconds below a minute and a half, then in minutes", async () => {
    const heard = [await said()];
    // Each wrong one as soon as it may be tried: the wait doubles.
    for (const seconds of [1, 3, 7, 15, 31, 63, 127]) {
      await at(seconds);
      await failAttempt(guesser, attempt);
      heard.push(await said());
    }
    const seconds = [2, 4, 8, 16, 32, 64].map((one) => wait(one, `${one} seconds`));
    expect(heard).toEqual([wait(1, "1 second"), ...seconds, wait(128, "3 minutes")]);
    const left: unknown[] = [];
    for (const moment of [135, 136, 165, 166, 254, 255]) {
      await at(moment);
      left.push(await said());
    }
    expect(left).toEqual([
      wait(120, "2 minutes"),
      wait(119, "2 minutes"),
      wait(90, "2 minutes"),
      wait(89, "89 seconds"),
      wait(1, "1 second"),
      [],
    ]);
  });
});
