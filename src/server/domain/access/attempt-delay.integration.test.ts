import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { attemptDelays } from "../../db/schema";
import { testDatabase } from "../../test/database";
import { anonymousContext, refusalOf, tally } from "../../test/factories/accounts";
import { contextOf, createUser } from "../../test/factories/people";
import { isDomainError } from "../errors";
import {
  checkAttempt,
  checkAttemptWithRoom,
  clearAttempt,
  failAttempt,
  keyed,
  requireTurn,
} from "./attempt-delay";

const { owner, app, clock } = await testDatabase();
const account = "tomas.reyes@harbour.example";

const attempt = (ip: string | null, who = account) =>
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
    for (const nowhere of [null, null, "no address", null, null]) await attempt(nowhere);
    expect(await refusalOf(attempt(null))).toBe("too_many_attempts");
  });

  it("slow one block that tries many accounts", async () => {
    const outcomes: string[] = [];
    for (let one = 0; one < 31; one += 1)
      outcomes.push(await refusalOf(attempt("198.51.100.1", `p${one}@x.example`)));
    expect(tally(outcomes)).toEqual({ none: 30, too_many_attempts: 1 });
  });

  it("stay gentle up to fifty failures of an account, wherever they came from", async () => {
    for (let block = 0; block < 48; block += 1) await attempt(`10.0.${block}.1`);
    for (let one = 0; one < 3; one += 1) expect(await refusalOf(attempt("198.51.100.1"))).toBe("none");
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

  it("is who proved a password alone, too: a half session guesses at others on its block's count", async () => {
    const { id: userId, sessionId, name, email } = await createUser(owner);
    const actor = { kind: "half" as const, userId, sessionId, name, email, needs: "proof" as const };
    const half = { ...anonymousContext(app, "198.51.100.1"), actor: { ...actor, freshProof: true } };
    for (let one = 0; one < 30; one += 1)
      await checkAttempt(half, { kind: "password", account: `p${one}@x.example` });
    expect(await refusalOf(attempt("198.51.100.9"))).toBe("too_many_attempts");
  });

  it("finds no address and no account in the table", async () => {
    await attempt("198.51.100.1");
    const rows = await owner.select().from(attemptDelays);
    expect(rows).toHaveLength(3);
    for (const row of rows) expect(row.key).toMatch(/^[A-Za-z0-9_-]{43}$/);
  });
});

describe("attempts that a lock counts", () => {
  const code = { kind: "approval-code" as const, account: "tomas" };

  it("wait after their failures alone: asking for a turn counts nothing", async () => {
    const person = contextOf(app, await createUser(owner), "198.51.100.1");
    for (let turn = 0; turn < 20; turn += 1) await requireTurn(person, code);
    expect(await owner.select().from(attemptDelays)).toEqual([]);
    for (let wrong = 0; wrong < 5; wrong += 1) await failAttempt(person, code);
    expect(await refusalOf(requireTurn(person, code))).toBe("too_many_attempts");
    expect(await refusalOf(requireTurn(person, { ...code, account: "lena" }))).toBe("none");
    expect(await refusalOf(requireTurn(person, { ...code, kind: "password" }))).toBe("none");
    const elsewhere = { ...person, actor: { ...person.actor, sessionId: "another" } };
    expect(await refusalOf(requireTurn(elsewhere, code))).toBe("none");
  });

  it("count against a stranger's block as well, and never against a session's", async () => {
    const stranger = anonymousContext(app, "198.51.100.1");
    for (let one = 0; one < 30; one += 1) await failAttempt(stranger, { ...code, account: `p${one}` });
    expect(await refusalOf(checkAttempt(stranger, { ...code, account: "new" }))).toBe("too_many_attempts");
    await owner.delete(attemptDelays);
    const person = contextOf(app, await createUser(owner), "198.51.100.1");
    for (let one = 0; one < 31; one += 1) await failAttempt(person, { ...code, account: `p${one}` });
    expect(await refusalOf(checkAttempt(stranger, { ...code, account: "new" }))).toBe("none");
  });

  it("slow an account as one at its second factor, whatever sessions it is tried from", async () => {
    for (const kind of ["second-factor", "passkey"] as const) {
      for (let session = 0; session < 5; session += 1)
        await failAttempt(contextOf(app, await createUser(owner), `10.0.${session}.1`), {
          kind,
          account: "tomas",
        });
      const stranger = anonymousContext(app, "198.51.100.1");
      expect(await refusalOf(requireTurn(stranger, { kind, account: "tomas" }))).toBe("too_many_attempts");
      expect(await refusalOf(requireTurn(stranger, { kind, account: "lena" }))).toBe("none");
    }
  });
});

describe("a right attempt", () => {
  it("is taken back from the counts of its account and its block, and others' stay", async () => {
    const context = anonymousContext(app, "198.51.100.1");
    const counts = async () =>
      Object.fromEntries(
        (await owner.select().from(attemptDelays)).map(({ key, failures }) => [key, failures]),
      );
    await attempt("198.51.100.1", "lena");
    const before = await counts();
    await clearAttempt(context, await attempt("198.51.100.1"));
    const block = keyed(context, "block", "password", "198.51.100.0/24");
    expect(before[block]).toBe(1);
    expect(await counts()).toEqual({ ...before, [keyed(context, "account", "password", account)]: 0 });
  });

  it("in one's own session is taken back from the count of its account", async () => {
    const person = contextOf(app, await createUser(owner), "198.51.100.1");
    await clearAttempt(person, await checkAttempt(person, { kind: "password", account }));
    expect(await owner.select().from(attemptDelays)).toMatchObject([{ failures: 0 }]);
  });

  it("that had to wait is not counted against account or block", async () => {
    for (let taken = 0; taken < 5; taken += 1) await attempt("198.51.100.1");
    for (let more = 0; more < 40; more += 1) await refusalOf(attempt("198.51.100.1"));
    expect(await refusalOf(attempt("198.51.100.1", "lena"))).toBe("none");
  });
});

describe("what anybody may ask about any account", () => {
  const ask = (ip: string, who: string) =>
    checkAttemptWithRoom(anonymousContext(app, ip), { kind: "password-reset", account: who }, 3);

  it("is counted up to so many a minute over everybody; the rest pass uncounted", async () => {
    await clock.set(new Date("2031-01-01T00:00:05Z"));
    for (let one = 0; one < 10; one += 1)
      expect(await refusalOf(ask(`10.0.${one}.1`, `p${one}`))).toBe("none");
    // Three counted asks leave a row each for account, pair and block; one more row is the room itself.
    expect(await owner.$count(attemptDelays)).toBe(10);
    await clock.advance(60_000);
    expect(await refusalOf(ask("10.0.77.1", "p77"))).toBe("none");
    expect(await owner.$count(attemptDelays)).toBe(13);
  });

  it("is refused to a block that failed too often, whether or not there is room", async () => {
    await clock.set(new Date("2031-01-01T00:00:05Z"));
    const stranger = anonymousContext(app, "198.51.100.1");
    for (let one = 0; one < 36; one += 1)
      await failAttempt(stranger, { kind: "password-reset", account: `p${one}` });
    for (let one = 0; one < 3; one += 1) await ask(`10.0.${one}.1`, `p${one}`);
    expect(await refusalOf(ask("10.0.9.1", "p9"))).toBe("none");
    expect(await refusalOf(ask("198.51.100.1", "p9"))).toBe("too_many_attempts");
  });

  it("is refused to a block that asked too often, and takes none of the others' room", async () => {
    const room = (ip: string, who: string) =>
      checkAttemptWithRoom(anonymousContext(app, ip), { kind: "password-reset", account: who }, 100);
    for (let one = 0; one < 30; one += 1) await room("198.51.100.1", `p${one}`);
    expect(await refusalOf(room("198.51.100.2", "p30"))).toBe("too_many_attempts");
    expect(await refusalOf(room("198.51.101.1", "p30"))).toBe("none");
  });
});
