import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { Permission } from "../../../contracts/permissions";
import { openChangeFeed } from "../../db/change-feed";
import { insertNotifications } from "../../db/queries/notifications";
import { testDatabase } from "../../test/database";
import { anonymousContext, givePassword, linkTokenOf, otherPassword } from "../../test/factories/accounts";
import { contextOf, createProgram, createUser, type TestPerson } from "../../test/factories/people";
import { createPair, submitRequest } from "../../test/factories/requests";
import { openFor, readAll, soon, startHub } from "../../test/live";
import { endSession } from "../session/end-session";
import { disableUser } from "../user/disable-user";
import { requestPasswordReset } from "../user/request-password-reset";
import { resetPassword } from "../user/reset-password";

const database = await testDatabase();
const { owner, app, appUrl, clock } = database;
const sql = owner.$client;
await createProgram(owner);
const { manager, admin } = await createPair(owner);
await createUser(owner, { permissions: ["access_requests.decide"] });
const administrator = await createUser(owner, { permissions: ["users.view", "users.manage"] });
await createUser(owner, { permissions: ["users.manage"] });

const anybody = (permissions: readonly Permission[] = ["customers.read"]) =>
  createUser(owner, { permissions });

/** As an operator would, from behind. */
const cutFeeds = () => app.$client`select pg_terminate_backend(pid) from pg_stat_activity
  where application_name = 'countersign-live' and datname = current_database()`;

describe("what changed", () => {
  const [here, there] = [startHub(database), startHub(database)];

  it("reaches the person's streams of every process, and nobody else's", async () => {
    const [person, other] = [await anybody(), await anybody()];
    const mine = readAll(await openFor(here, person));
    const second = { ...person, sessionId: await sessionOf(person) };
    const elsewhere = readAll(await openFor(there, second));
    const others = readAll(await openFor(there, other));
    await insertNotifications(app, [{ userId: person.id, kind: "new_sign_in", details: { at: "now" } }]);
    await soon(() => mine.topics.has("notifications") && elsewhere.topics.has("notifications"));
    expect(others.topics.has("notifications")).toBe(false);
    expect(mine.events[0]).toBe("hello");
  });

  it("of a request reaches whoever sees requests, as one event a transaction", async () => {
    const [decider, asker, staff] = [
      readAll(await openFor(here, admin)),
      readAll(await openFor(here, manager)),
      readAll(await openFor(there, await anybody())),
    ];
    await submitRequest(app, manager);
    await soon(() => decider.topics.has("requests") && asker.topics.has("requests"));
    expect([...decider.topics]).toEqual(expect.arrayContaining(["requests", "notifications", "messages"]));
    expect([...asker.topics]).toEqual(expect.arrayContaining(["tokens", "messages"]));
    expect(asker.topics.has("notifications")).toBe(false);
    expect(decider.topics.has("tokens")).toBe(false);
    expect(decider.events.filter((name) => name === "changed").length).toBeLessThanOrEqual(2);
    // What made this very person may still be told to them.
    const own = ["sessions", "people"];
    expect([...staff.topics].filter((topic) => !own.includes(topic))).toEqual([]);
  });

  it("comes again after the connection that hears it was cut, and the gap is told", async () => {
    const person = await anybody();
    const heard = readAll(await openFor(here, person));
    await cutFeeds();
    await soon(() => heard.topics.has("requests"));
    heard.topics.clear();
    await insertNotifications(app, [{ userId: person.id, kind: "new_sign_in", details: {} }]);
    await soon(() => heard.topics.has("notifications"));
    expect(heard.isOver()).toBe(false);
  });

  it("is not taken from whoever writes nonsense on the channel", async () => {
    const heard = readAll(await openFor(here, await anybody(["users.view"])));
    for (const payload of ["rights", "constructor", "people; drop", "requests ' or 1", "x".repeat(7_000)]) {
      await sql`select pg_notify('countersign_changes', ${payload})`;
    }
    await sql`select pg_notify('countersign_changes', 'people')`;
    await soon(() => heard.topics.has("people"));
    expect([...heard.topics].filter((topic) => !["people", "sessions"].includes(topic))).toEqual([]);
    expect(heard.isOver()).toBe(false);
  });
});

/** Another session of the same person. */
async function sessionOf(person: TestPerson): Promise<string> {
  const rows = await sql<{ id: string }[]>`insert into sessions (user_id, expires_at, proved_at)
    values (${person.id}, '2100-01-01', countersign_now()) returning id`;
  return rows[0]?.id ?? "";
}

type Cause = [name: string, end: (person: TestPerson) => unknown];

const ends: Cause[] = [
  ["its session is ended", (p) => endSession(contextOf(app, p), { sessionId: p.sessionId })],
  ["the account is disabled", (p) => disableUser(contextOf(app, administrator), { userId: p.id })],
  ["the password is reset", reset],
  ["the session expires", expire],
];

async function reset(person: TestPerson): Promise<void> {
  await givePassword(owner, person);
  await requestPasswordReset(anonymousContext(app), { email: person.email });
  const token = await linkTokenOf(owner, person.id, "password_reset");
  await resetPassword(anonymousContext(app), { token, password: otherPassword });
}

async function expire(person: TestPerson): Promise<void> {
  await sql`update sessions set expires_at = countersign_now() + interval '30 minutes' where id = ${person.sessionId}`;
  await clock.advance(1_800_001);
}

const losses: Cause[] = [
  ["a role is withdrawn", (p) => sql`delete from user_roles where user_id = ${p.id}`],
  [
    "a role loses a permission",
    (p) =>
      sql`delete from role_permissions where role_id in (select role_id from user_roles where user_id = ${p.id})`,
  ],
];

describe("a stream ends within 2 seconds (rule 16)", () => {
  const hub = startHub(database);
  const deaf = startHub(database, { openFeed: () => openChangeFeed(appUrl, () => {}) });

  const told = startHub(database, { limits: { everyMs: 60_000, unseenMs: 120_000 } });

  it.each([...ends.slice(0, 3), ...losses])("because it is told at once, when %s", async (_, end) => {
    const person = await anybody();
    const bystander = readAll(await openFor(told, await anybody()));
    const heard = readAll(await openFor(told, person));
    await end(person);
    const endedAt = performance.now();
    await heard.over;
    expect(performance.now() - endedAt).toBeLessThan(1_000);
    expect(bystander.isOver()).toBe(false);
  });

  it.each(ends)("once %s, with the word that it is over", async (_, end) => {
    for (const one of [hub, deaf]) {
      const person = await anybody();
      const bystander = readAll(await openFor(one, await anybody()));
      const heard = readAll(await openFor(one, person));
      await end(person);
      const endedAt = performance.now();
      await heard.over;
      expect(performance.now() - endedAt).toBeLessThan(2_000);
      expect(heard.events.at(-1)).toBe("ended");
      expect(bystander.isOver()).toBe(false);
      await clock.reset();
    }
  });

  it.each(losses)("once %s, with the word that rights changed", async (_, end) => {
    for (const one of [hub, deaf]) {
      const person = await anybody();
      const heard = readAll(await openFor(one, person));
      await end(person);
      const endedAt = performance.now();
      await heard.over;
      expect(performance.now() - endedAt).toBeLessThan(2_000);
      expect([...heard.topics]).toContain("rights");
    }
  });

  it("once nobody has touched the page for an hour: a stream keeps no session alive", async () => {
    const person = await anybody();
    const seenAt = async () =>
      (await sql`select last_seen_at from sessions where id = ${person.sessionId}`)[0];
    const heard = readAll(await openFor(hub, person));
    const before = await seenAt();
    await sleep(1_200);
    expect(await seenAt()).toEqual(before);
    await clock.advance(3_600_001);
    await heard.over;
    expect(heard.events.at(-1)).toBe("ended");
    await clock.reset();
  });

  it("once the database is away, without a word", async () => {
    let opened = 0;
    const cut = startHub(database, {
      openFeed: async (hear) => {
        opened += 1;
        if (opened > 1) throw new Error("The database is away.");
        return openChangeFeed(appUrl, hear);
      },
    });
    const heard = readAll(await openFor(cut, await anybody()));
    await cutFeeds();
    const cutAt = performance.now();
    await heard.over;
    expect(performance.now() - cutAt).toBeLessThan(2_000);
    // What made this very person may still have been told.
    expect(heard.events.filter((name) => name !== "changed")).toEqual(["hello"]);
    expect(cut.faults).toHaveLength(1);
    const { id: userId, sessionId } = await anybody();
    expect(await cut.open({ userId, sessionId, permissions: new Set() }, () => {})).toBeNull();
  });

  it("and all of them are looked at in one query", async () => {
    let queries = 0;
    const counted = startHub(database, {
      openFeed: async (hear) => {
        const feed = await openChangeFeed(appUrl, hear);
        const db = new Proxy(feed.db, {
          get: (target, name, self) => {
            if (name === "execute") queries += 1;
            return Reflect.get(target, name, self);
          },
        });
        return { ...feed, db };
      },
    });
    const people = await Promise.all(Array.from({ length: 20 }, () => anybody()));
    const streams = await Promise.all(people.map((person) => openFor(counted, person)));
    const heard = streams.map(readAll);
    await sleep(300);
    queries = 0;
    await sleep(2_000);
    expect(queries).toBeGreaterThanOrEqual(2);
    expect(queries).toBeLessThanOrEqual(6);
    expect(heard.some(({ isOver }) => isOver())).toBe(false);
  });
});

describe("bounds", () => {
  it("a newer stream of a session ends the older, which hears why", async () => {
    const hub = startHub(database);
    const person = await anybody();
    const older = readAll(await openFor(hub, person));
    const newer = readAll(await openFor(hub, person));
    await older.over;
    expect(older.events.at(-1)).toBe("replaced");
    await sleep(700);
    expect(newer.isOver()).toBe(false);
    expect(hub.size()).toBe(1);
  });

  it("a process holds so many, and room comes back with each that leaves", async () => {
    const hub = startHub(database, { limits: { most: 2 } });
    const [first, second, third] = [await anybody(), await anybody(), await anybody()];
    const stream = await openFor(hub, first);
    await openFor(hub, second);
    await expect(openFor(hub, third)).rejects.toThrow("did not open");
    await openFor(hub, second);
    stream.leave();
    await openFor(hub, third);
    expect(hub.size()).toBe(2);
  });

  it("twenty sessions of one person have one each; one more ends the oldest", async () => {
    const hub = startHub(database);
    const person = await anybody();
    const oldest = readAll(await openFor(hub, person));
    const more = async () => openFor(hub, { ...person, sessionId: await sessionOf(person) });
    for (let count = 1; count < 20; count += 1) await more();
    expect([hub.size(), oldest.isOver()]).toEqual([20, false]);
    await more();
    await oldest.over;
    expect(hub.size()).toBe(20);
  });

  it("a reader that does not read is cut off", async () => {
    const hub = startHub(database, { limits: { behindMs: 300, beatMs: 100 } });
    let cut = 0;
    const stream = await openFor(hub, await anybody(), () => {
      cut += 1;
    });
    await stream.next();
    await soon(() => cut > 0, 2_000);
    expect(hub.size()).toBe(0);
    expect(await stream.next()).toBeNull();
  });

  it("a process that stops ends them at once, and opens no more", async () => {
    const hub = startHub(database);
    const heard = readAll(await openFor(hub, await anybody()));
    const startedAt = performance.now();
    await Promise.all([hub.close(), heard.over]);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    await expect(openFor(hub, await anybody())).rejects.toThrow("did not open");
  });
});
