import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { attemptDelays, users } from "../../db/schema";
import { testDatabase } from "../../test/database";
import {
  anonymousContext,
  givePassword,
  goodPassword,
  otherPassword,
  refusalOf,
} from "../../test/factories/accounts";
import { createUser, type TestPerson, testKeys } from "../../test/factories/people";
import { freezeClock } from "../../test/frozen-clock";
import { isDomainError } from "../errors";
import { createKeyRing } from "../keys";
import { signIn } from "../session/sign-in";
import { checkAttempt } from "./attempt-delay";
import { knownDevice } from "./known-device";

const { owner, app, clock } = await testDatabase();
const office = "198.51.100.9";
const at = (moment: string) => freezeClock(owner.$client, moment);

async function member(): Promise<TestPerson> {
  const person = await createUser(owner, { permissions: ["customers.read"] });
  await givePassword(owner, person);
  return person;
}

async function enter({ email }: { email: string }, deviceCookie: string | null = null): Promise<string> {
  const input = { email, password: goodPassword, userAgent: null, deviceCookie };
  return (await signIn(anonymousContext(app, office), input)).deviceCookie;
}

const guess = ({ email }: { email: string }, deviceCookie: string | null = null, ip = office) =>
  checkAttempt(anonymousContext(app, ip), { kind: "password", account: email, deviceCookie });

const know = (cookie: string, { email }: { email: string }, keys = testKeys) =>
  knownDevice({ ...anonymousContext(app), keys }, { email, cookie });

/** The seconds that each of these many guesses in a row was told to wait, 0 where it was let through. */
async function waitsOf(times: number, call: () => Promise<unknown>): Promise<number[]> {
  const waits: number[] = [];
  for (let one = 0; one < times; one += 1) {
    waits.push(
      await call().then(
        () => 0,
        (error) => (isDomainError(error) ? Number(error.details.retry_after_seconds) : Number.NaN),
      ),
    );
  }
  return waits;
}

beforeEach(async () => {
  await owner.delete(attemptDelays);
  await at("2031-01-01T00:00:30Z");
});
afterEach(() => clock.reset());

describe("a browser in which somebody signed in before", () => {
  it("is let in with the right password while strangers at the very same address guess without end", async () => {
    const person = await member();
    const cookie = await enter(person);
    for (let block = 0; block < 60; block += 1) await guess(person, null, `10.0.${block}.1`);
    await waitsOf(40, () => guess(person));
    for (let one = 0; one < 40; one += 1) await refusalOf(guess({ email: `p${one}@x.example` }));
    expect(await refusalOf(guess(person))).toBe("too_many_attempts");
    expect(await refusalOf(enter(person, cookie))).toBe("none");
  });

  it("is itself slowed after wrong ones, at most ten before it must wait", async () => {
    const person = await member();
    const cookie = await enter(person);
    const waits = await waitsOf(12, () => guess(person, cookie));
    expect(waits.slice(0, 10)).toEqual(Array(10).fill(0));
    expect(waits[10]).toBeGreaterThan(0);
    expect(waits[11]).toBeGreaterThan(0);
    expect(await refusalOf(enter(person, cookie))).toBe("too_many_attempts");
  });

  it("that waits is told when its next turn comes, its own or its address's, whichever is sooner", async () => {
    const person = await member();
    const cookie = await enter(person);
    const told = () => waitsOf(1, () => guess(person, cookie));
    await waitsOf(10, () => guess(person, cookie));
    expect(await told()).toEqual([1]);
    await at("2031-01-01T00:00:31Z");
    expect(await told()).toEqual([0]);
    await at("2031-01-01T00:00:32Z");
    expect(await told()).toEqual([0]);
    // Its own comes in a second, its address's in two.
    expect(await told()).toEqual([1]);
  });

  it("gives a new id at each sign-in, and begins anew after a right password", async () => {
    const person = await member();
    const first = await enter(person);
    for (let wrong = 0; wrong < 4; wrong += 1) await guess(person, first);
    const second = await enter(person, first);
    expect(await know(second, person)).not.toBe(await know(first, person));
    expect(await waitsOf(5, () => guess(person, second))).toEqual([0, 0, 0, 0, 0]);
  });

  it("knows the last four people who used it, and no more", async () => {
    const people = await Promise.all(Array.from({ length: 5 }, member));
    let cookie = "";
    for (const person of people) cookie = await enter(person, cookie);
    const known = await Promise.all(people.map((person) => know(cookie, person)));
    expect(known.map((device) => device !== null)).toEqual([false, true, true, true, true]);
    expect(new Set(known).size).toBe(5);
    expect(cookie.split("~")).toHaveLength(4);
  });

  it("holds one mark of each person, and of what else came in its cookie nothing", async () => {
    const [person, colleague] = [await member(), await member()];
    const theirs = await enter(colleague);
    const cookie = await enter(person, ["nothing", `!${theirs}`, theirs].join("~"));
    expect(cookie.split("~")).toEqual([expect.stringMatching(/^k1\./), theirs]);
    const renewed = await enter(person, cookie);
    expect(renewed.split("~")).toEqual([expect.stringMatching(/^k1\./), theirs]);
    expect(renewed).not.toBe(cookie);
  });

  it("names nobody in its cookie", async () => {
    const person = await member();
    const cookie = await enter(person);
    expect(cookie).toMatch(/^[A-Za-z0-9_-]+\.[0-9a-z]+\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}$/);
    expect(cookie).not.toContain(person.id);
  });
});

describe("a device cookie counts as none", () => {
  it("where it is forged or altered in any part", async () => {
    const person = await member();
    const cookie = await enter(person);
    expect(await know(cookie, person)).not.toBeNull();
    const altered = [...cookie].map(
      (letter, at) => cookie.slice(0, at) + (letter === "A" ? "B" : "A") + cookie.slice(at + 1),
    );
    // The last letter of 32 bytes holds two bits that nobody reads.
    for (const one of [...altered.slice(0, -1), "", "~~~", "k1.0.x.y", `${cookie}=`, "a".repeat(9000)])
      expect(await know(one, person), one).toBeNull();
    const own = createKeyRing([{ id: testKeys.currentId, key: Buffer.alloc(32, 1) }]);
    expect(await know(cookie, person, own)).toBeNull();
  });

  it("for any other account than the one that signed in, known or not", async () => {
    const [person, colleague] = [await member(), await member()];
    const cookie = await enter(colleague);
    expect(await know(cookie, person)).toBeNull();
    expect(await know(cookie, { email: "nobody@harbour.example" })).toBeNull();
    const waits = await waitsOf(6, () => guess(person, cookie));
    expect(waits.slice(0, 5)).toEqual([0, 0, 0, 0, 0]);
    expect(waits[5]).toBeGreaterThan(0);
  });

  it("for another account even where one hash of a password is stored for both", async () => {
    const [person, colleague] = [await member(), await member()];
    const [{ passwordHash } = { passwordHash: null }] = await owner
      .select()
      .from(users)
      .where(eq(users.id, colleague.id));
    await owner.update(users).set({ passwordHash }).where(eq(users.id, person.id));
    const cookie = await enter(colleague);
    expect(await know(cookie, colleague)).not.toBeNull();
    expect(await know(cookie, person)).toBeNull();
  });

  it("after 180 days without a sign-in", async () => {
    const person = await member();
    const cookie = await enter(person);
    await at("2031-06-30T00:00:30Z");
    expect(await know(cookie, person)).not.toBeNull();
    await at("2031-06-30T00:00:31Z");
    expect(await know(cookie, person)).toBeNull();
  });

  it("after a change of the password, and once its key has left the ring, not while it is an older one", async () => {
    const person = await member();
    const cookie = await enter(person);
    const key = Buffer.alloc(32, 9);
    const old = createKeyRing([{ id: testKeys.currentId, key }]);
    const input = { email: person.email, password: goodPassword, userAgent: null };
    const made = await signIn({ ...anonymousContext(app, office), keys: old }, input);
    const rotated = createKeyRing([
      { id: "newer", key: Buffer.alloc(32, 10) },
      { id: testKeys.currentId, key },
    ]);
    expect(await know(made.deviceCookie, person, rotated)).not.toBeNull();
    const without = createKeyRing([{ id: "newer", key: Buffer.alloc(32, 10) }]);
    expect(await know(made.deviceCookie, person, without)).toBeNull();
    await givePassword(owner, person, otherPassword);
    expect(await know(cookie, person)).toBeNull();
    await owner.update(users).set({ passwordHash: null }).where(eq(users.id, person.id));
    expect(await know(cookie, person)).toBeNull();
  });

  it("once a copy of it was guessed with: its owner waits for the thief's guesses nowhere", async () => {
    const person = await member();
    const cookie = await enter(person);
    const stolen = await waitsOf(40, () => guess(person, cookie, "192.0.2.1"));
    expect(stolen.filter((wait) => wait === 0)).toHaveLength(10);
    const renewed = await enter(person, cookie);
    await waitsOf(40, () => guess(person, cookie, "192.0.2.1"));
    expect(await waitsOf(5, () => guess(person, renewed))).toEqual([0, 0, 0, 0, 0]);
  });
});

it("a stranger at the same address is delayed alike for who signed in from there, who did not, and nobody", async () => {
  const [known, elsewhere] = [await member(), await member()];
  await enter(known);
  await owner.delete(attemptDelays);
  const seen: number[][] = [];
  for (const email of [known.email, elsewhere.email, "nobody@harbour.example"]) {
    seen.push(await waitsOf(8, () => guess({ email })));
    await owner.delete(attemptDelays);
  }
  expect(seen[1]).toEqual(seen[0]);
  expect(seen[2]).toEqual(seen[0]);
});
