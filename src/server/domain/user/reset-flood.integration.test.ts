import { and, eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { attemptDelays, messages } from "../../db/schema";
import { testDatabase } from "../../test/database";
import { anonymousContext, givePassword, refusalOf, tally } from "../../test/factories/accounts";
import { createUser, type TestPerson } from "../../test/factories/people";
import { freezeClock } from "../../test/frozen-clock";
import { countedAMinute, requestPasswordReset } from "./request-password-reset";

const { owner, app, clock } = await testDatabase();

const at = (moment: string) => freezeClock(owner.$client, moment);
const ask = (email: string, ip: string) =>
  refusalOf(requestPasswordReset(anonymousContext(app, ip), { email }));
const anybody = () => `${crypto.randomUUID()}@harbour.example`;
const rows = () => owner.$count(attemptDelays);
const mailsTo = (person: TestPerson) =>
  owner.$count(messages, and(eq(messages.recipientId, person.id), eq(messages.kind, "password_reset")));

/** Everybody from a block of their own, each for another address. */
const flood = (asks: number, second: number) =>
  Promise.all(Array.from({ length: asks }, (_, one) => ask(anybody(), `10.${second}.${one % 256}.1`)));

async function member(): Promise<TestPerson> {
  const person = await createUser(owner);
  await givePassword(owner, person);
  return person;
}

beforeEach(async () => {
  await owner.delete(attemptDelays);
  await at("2031-01-01T00:00:30Z");
});
afterEach(() => clock.reset());

describe("a flood of asks for a reset, for made-up addresses", () => {
  it("leaves three rows each up to 300 a minute, and then none, whatever addresses it comes from", async () => {
    await flood(200, 1);
    expect(await rows()).toBe(1 + 3 * 200);
    const outcomes = [...(await flood(150, 2)), ...(await flood(150, 3))];
    expect(tally(outcomes)).toEqual({ none: 300 });
    expect(await rows()).toBe(1 + 3 * countedAMinute);
    await at("2031-01-01T00:01:00Z");
    await flood(10, 4);
    expect(await rows()).toBe(1 + 3 * (countedAMinute + 10));
  });

  it("shuts nobody out of their own, and fills no mailbox either", async () => {
    const person = await member();
    await flood(250, 1);
    await flood(100, 2);
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, one) => ask(person.email, `192.0.${one}.1`)),
    );
    expect(tally(outcomes)).toEqual({ none: 20 });
    expect(await mailsTo(person)).toBe(1);
  });

  it("from one block is slowed, and uses up none of the others' room", async () => {
    for (let one = 0; one < 30; one += 1) expect(await ask(anybody(), "198.51.100.1")).toBe("none");
    const before = await rows();
    for (let one = 0; one < 60; one += 1)
      expect(await ask(anybody(), "198.51.100.1")).toBe("too_many_attempts");
    expect(await rows()).toBe(before);
    await flood(240, 1);
    expect(await rows()).toBe(before + 3 * 240);
  });
});

describe("a stranger who asks for another's resets all day", () => {
  it("leaves the owner a mail every two hours, and sends no more than seventeen a day", async () => {
    const person = await member();
    const startsAt = Date.parse("2031-01-01T00:00:00Z");
    const sentAt: number[] = [];
    for (let minute = 0; minute < 26 * 60; minute += minute < 60 ? 10.5 : 40.5) {
      await owner.delete(attemptDelays);
      await at(new Date(startsAt + minute * 60_000).toISOString());
      const before = await mailsTo(person);
      await ask(person.email, "198.51.100.1");
      if ((await mailsTo(person)) > before) sentAt.push(minute);
    }
    const gaps = sentAt.map((minute, one) => minute - (sentAt[one - 1] ?? 0));
    expect(Math.max(...gaps)).toBeLessThan(161);
    for (const minute of sentAt)
      expect(sentAt.filter((one) => one >= minute && one < minute + 24 * 60).length).toBeLessThanOrEqual(17);
    expect(sentAt.length).toBeGreaterThan(14);
  }, 120_000);
});
