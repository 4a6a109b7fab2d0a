import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { attemptDelays } from "../../db/schema";
import { testDatabase } from "../../test/database";
import { anonymousContext, refusalOf, tally } from "../../test/factories/accounts";
import { contextOf, createUser } from "../../test/factories/people";
import { isDomainError } from "../errors";
import { checkAttempt, clearAttempt } from "./attempt-delay";

const { owner, app, clock } = await testDatabase();
const account = "tomas.reyes@harbour.example";

const attempt = (ip: string, who = account) =>
  checkAttempt(anonymousContext(app, ip), { kind: "password", account: who });

async function waitAfter(call: Promise<unknown>): Promise<number> {
  try {
    await call;
    return 0;
  } catch (error) {
    return isDomainError(error) ? Number(error.details.retry_after_seconds) : Number.NaN;
  }
}

beforeEach(async () => {
  await owner.delete(attemptDelays);
});
afterEach(() => clock.reset());

describe("growing delays", () => {
  it("let as many through at once as are free, and count the hundred exactly", async () => {
    const outcomes = await Promise.all(Array.from({ length: 100 }, () => refusalOf(attempt("198.51.100.1"))));
    expect(tally(outcomes)).toEqual({ none: 5, too_many_attempts: 95 });
    const failures = (await owner.select().from(attemptDelays)).map((row) => row.failures).sort();
    expect(failures[0]).toBe(5);
  });

  it("double up to five minutes, and no further", async () => {
    for (let taken = 0; taken < 5; taken += 1) await attempt("198.51.100.1");
    const waits: number[] = [];
    for (let step = 0; step < 11; step += 1) {
      const wait = await waitAfter(attempt("198.51.100.1"));
      waits.push(wait);
      await clock.advance(wait * 1000 + 50);
      await attempt("198.51.100.1");
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
  });

  it("are forgotten after a success", async () => {
    for (let taken = 0; taken < 4; taken += 1) await attempt("198.51.100.1");
    await clearAttempt(anonymousContext(app, "198.51.100.1"), await attempt("198.51.100.1"));
    for (let taken = 0; taken < 5; taken += 1) await attempt("198.51.100.1");
    expect(await refusalOf(attempt("198.51.100.1"))).toBe("too_many_attempts");
  });

  it("count a block of addresses as one, and another block apart", async () => {
    for (const last of [1, 2, 3, 4, 5]) await attempt(`198.51.100.${last}`);
    expect(await refusalOf(attempt("198.51.100.250"))).toBe("too_many_attempts");
    expect(await refusalOf(attempt("198.51.101.1"))).toBe("none");
    for (const last of [1, 2, 3, 4, 5]) await attempt(`2001:db8:0:1::${last}`);
    expect(await refusalOf(attempt("2001:db8:0:1:ffff::1"))).toBe("too_many_attempts");
    expect(await refusalOf(attempt("2001:db8:0:2::1"))).toBe("none");
  });

  it("slow one block that tries many accounts", async () => {
    const outcomes: string[] = [];
    for (let one = 0; one < 31; one += 1)
      outcomes.push(await refusalOf(attempt("198.51.100.1", `p${one}@x.example`)));
    expect(tally(outcomes)).toEqual({ none: 30, too_many_attempts: 1 });
  });

  it("grow steeper for an account that many blocks guess at, without taking anyone's first turn", async () => {
    for (let block = 0; block < 51; block += 1) await attempt(`10.0.${block}.1`);
    expect(await refusalOf(attempt("198.51.100.1"))).toBe("none");
    expect(await waitAfter(attempt("198.51.100.1"))).toBeGreaterThan(25);
  });
});

describe("a stranger", () => {
  it("cannot delay what a signed-in person proves in their own session", async () => {
    const person = await createUser(owner);
    const prove = () =>
      checkAttempt(contextOf(app, person, "198.51.100.1"), { kind: "password", account: person.email });
    for (let taken = 0; taken < 40; taken += 1) await refusalOf(attempt("198.51.100.1", person.email));
    for (let taken = 0; taken < 5; taken += 1) await prove();
    expect(await refusalOf(prove())).toBe("too_many_attempts");
  });

  it("finds no address and no account in the table", async () => {
    await attempt("198.51.100.1");
    const rows = await owner.select().from(attemptDelays);
    expect(rows).toHaveLength(3);
    for (const row of rows) expect(row.key).toMatch(/^[A-Za-z0-9_-]{43}$/);
  });
});
