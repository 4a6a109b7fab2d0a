import { eq, sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { attemptDelays, auditEvents } from "../../db/schema";
import { testDatabase } from "../../test/database";
import {
  anonymousContext,
  givePassword,
  goodPassword,
  refusalOf,
  tally,
} from "../../test/factories/accounts";
import { createUser } from "../../test/factories/people";
import { freezeClock } from "../../test/frozen-clock";
import { hasRefusalRoom } from "../access/refusal-room";
import { verifyPassword } from "../user/password-hash";
import { signIn } from "./sign-in";

const { owner, app, clock } = await testDatabase();

const guess = (ip: string, email = `${crypto.randomUUID()}@harbour.example`) =>
  refusalOf(signIn(anonymousContext(app, ip), { email, password: "a guess at it", userAgent: null }));
const recorded = async () => {
  const [row] = await owner
    .select({ count: sql<number>`count(*)::int` })
    .from(auditEvents)
    .where(eq(auditEvents.action, "session.refused"));
  return row?.count ?? 0;
};

beforeEach(async () => {
  await owner.delete(attemptDelays);
  await freezeClock(owner.$client, "2031-01-01T00:00:30Z");
});
afterEach(() => clock.reset());

describe("a flood of refused sign-ins", () => {
  it("puts twenty a minute and block on record, and begins anew with the next minute", async () => {
    const before = await recorded();
    const outcomes = await Promise.all(
      Array.from({ length: 25 }, (_, index) => guess(`198.51.100.${index}`)),
    );
    expect(tally(outcomes)).toEqual({ credentials_wrong: 25 });
    expect((await recorded()) - before).toBe(20);
    await guess("192.0.2.1");
    expect((await recorded()) - before).toBe(21);
    await freezeClock(owner.$client, "2031-01-01T00:01:00Z");
    await guess("198.51.100.1");
    expect((await recorded()) - before).toBe(22);
  });

  it("from many blocks has a ceiling over all, which one block alone never uses up", async () => {
    const ask = (ip: string) => hasRefusalRoom(anonymousContext(app, ip));
    const alone = await Promise.all(Array.from({ length: 400 }, () => ask("198.51.100.1")));
    expect(alone.filter(Boolean)).toHaveLength(20);
    const many = await Promise.all(Array.from({ length: 400 }, (_, index) => ask(`10.${index % 200}.0.1`)));
    expect(many.filter(Boolean)).toHaveLength(280);
    const before = await recorded();
    expect(await guess("192.0.2.1")).toBe("credentials_wrong");
    expect(await recorded()).toBe(before);
  });

  it("is turned away past the queue, and costs nobody an attempt", async () => {
    const made = await createUser(owner, { permissions: ["customers.read"] });
    await givePassword(owner, made);
    const input = { email: made.email, password: goodPassword, userAgent: null };
    const enter = () => refusalOf(signIn(anonymousContext(app), input));
    const others = Array.from({ length: 70 }, () => refusalOf(verifyPassword(null, "a guess at it")));
    expect(await enter()).toBe("unavailable");
    expect(await owner.select().from(attemptDelays)).toEqual([]);
    expect(tally(await Promise.all(others))).toEqual({ none: 68, unavailable: 2 });
    expect(await enter()).toBe("none");
  });
});
