import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { type Checkpoint, type ExportedSeal, exportedSealSchema } from "../../../contracts/audit-chain";
import { createDatabase } from "../../db/client";
import { testDatabase } from "../../test/database";
import { contextOf, createProgram, createUser, testKeys } from "../../test/factories/people";
import { long } from "../../test/long";
import { refused } from "../../test/refused";
import { makeCheckpoint } from "./checkpoint";
import { exportChain } from "./export-chain";
import { recordEvent } from "./record-event";
import { sealEvents } from "./seal-events";
import { findInserted, readExportedSeal, storedChain, verifyChain } from "./verify-chain";

const { owner, app, jobsUrl } = await testDatabase();
const jobs = createDatabase(jobsUrl, { max: 4 });

let write: (times?: number) => Promise<void>;
beforeAll(async () => {
  await createProgram(owner);
  const person = await createUser(owner);
  write = async (times = 1) => {
    for (let n = 0; n < times; n += 1) {
      await recordEvent(contextOf(app, person), {
        action: "customer.viewed",
        customerIds: ["cus_7Qm2xN4v", "cus_ünï"],
        details: { n, text: 'a "quoted"\nline' },
      });
    }
  };
});

const seal = () => sealEvents({ db: jobs });
const verify = (checkpoints: Checkpoint[] = []) => verifyChain(storedChain({ db: jobs }), checkpoints);
const checkpoint = async () => {
  const made = await makeCheckpoint({ db: jobs, keys: testKeys });
  if (!made) throw new Error("Nothing is sealed.");
  return made;
};

describe("sealing (rule 11)", () => {
  it("takes every record once, in an order of its own, and begins where it ended", async () => {
    await write(5);
    expect(await seal()).toBeGreaterThanOrEqual(5);
    expect(await seal()).toBe(0);
    await write();
    expect(await seal()).toBe(1);
    expect((await verify()).fault).toBeNull();
  });

  it("waits for records that become visible late, and passes over numbers that never come", async () => {
    let finish = () => {};
    const slow = app.transaction(async (tx) => {
      await tx.execute(
        sql`insert into audit_events (action, outcome, actor_kind, request_id) values ('late', 'allowed', 'system', 'req_late')`,
      );
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
    });
    await expect.poll(() => typeof finish).toBe("function");
    const lost = app.transaction(async (tx) => {
      await tx.execute(
        sql`insert into audit_events (action, outcome, actor_kind, request_id) values ('lost', 'allowed', 'system', 'req_lost')`,
      );
      throw new Error("rolled back");
    });
    await expect(lost).rejects.toThrow("rolled back");
    await expect
      .poll(async () => {
        await write();
        return seal();
      })
      .toBeGreaterThan(0);
    const gaps = await owner.execute(sql`select event_id from audit_gaps`);
    expect(gaps.length).toBeGreaterThanOrEqual(2);
    finish();
    await slow;
    expect(await seal()).toBe(1);
    expect((await verify()).fault).toBeNull();
    expect(await findInserted({ db: jobs })).toBeNull();
    await owner.execute(sql`update audit_gaps set seen_at = seen_at - interval '2 hours'`);
    // A transaction of any database of the cluster, begun at that time, keeps a gap for as long as it runs.
    const gapsLeft = async () => {
      await write();
      await seal();
      return owner.execute(sql`select event_id from audit_gaps`);
    };
    await expect.poll(gapsLeft, { timeout: 20_000 }).toHaveLength(0);
  });

  it("is done by one at a time, however many try, and loses nothing", async () => {
    const writing = Promise.all(Array.from({ length: 4 }, () => write(25)));
    const sealers = Array.from({ length: 4 }, async () => {
      for (let turn = 0; turn < 20; turn += 1) await seal();
    });
    await Promise.all([writing, ...sealers]);
    await seal();
    const verdict = await verify();
    expect(verdict.fault).toBeNull();
    const [{ records } = { records: "" }] = await owner.execute<{ records: string }>(
      sql`select count(*)::text as records from audit_events`,
    );
    expect(verdict.records).toBe(records);
  });

  it("is the same text in any session, whatever its zone, and no role but the jobs' may write it", async () => {
    const text = () =>
      owner.execute(sql`select countersign_event_text(e) as text from audit_events e order by id limit 3`);
    const plain = await text();
    const elsewhere = await owner.transaction(async (tx) => {
      await tx.execute(sql`set local timezone = 'Asia/Kathmandu'`);
      await tx.execute(sql`set local datestyle = 'German'`);
      return tx.execute(
        sql`select countersign_event_text(e) as text from audit_events e order by id limit 3`,
      );
    });
    expect([...elsewhere]).toEqual([...plain]);
    await refused(
      app,
      "insert into audit_seals select seq + 100, sealed_at, event_ids, digests, previous, hash, high, records from audit_seals",
    );
    await refused(jobs, "update audit_seals set hash = previous");
    await refused(jobs, "delete from audit_seals");
    await refused(jobs, "delete from audit_checkpoints");
    await refused(jobs, "truncate audit_seals");
  });
});

describe("verifying the database (rule 11)", () => {
  /** Does what only the owner could, without the triggers, sees whether it is found, and undoes it. */
  async function tamper(statement: string, checkpoints: Checkpoint[] = []) {
    const undo = new Error("undone");
    let found: unknown = null;
    await owner
      .transaction(async (tx) => {
        for (const table of ["audit_events", "audit_seals", "audit_checkpoints"]) {
          await tx.execute(sql.raw(`alter table ${table} disable trigger user`));
        }
        await tx.execute(sql.raw(statement));
        const verdict = await verifyChain(storedChain({ db: tx }), checkpoints);
        found = verdict.fault ?? (await findInserted({ db: tx }));
        throw undo;
      })
      .catch((error: unknown) => {
        if (error !== undo) throw error;
      });
    return found;
  }

  it("names the first record that was altered, deleted or inserted, and a chain that was cut off or written anew", async () => {
    await seal();
    const kept = await checkpoint();
    const [{ id } = { id: "" }] = await owner.execute<{ id: string }>(
      sql`select id::text as id from audit_events order by id offset 3 limit 1`,
    );
    expect(await tamper("select 1", [kept])).toBeNull();
    for (const change of [
      "action = 'x'",
      "at = at + interval '1 microsecond'",
      "outcome = 'refused'",
      "rule = 'x'",
      "actor_kind = 'token'",
      "actor_id = gen_random_uuid()",
      "token_id = gen_random_uuid()",
      "access_request_id = gen_random_uuid()",
      "subject_id = gen_random_uuid()",
      "request_id = 'x'",
      "client_ip = '203.0.113.8'",
      "client_ip = set_masklen(client_ip, 24)",
      "customer_ids = '{}'",
      "fields = '{basic}'",
      "details = '{}'",
    ]) {
      expect(await tamper(`update audit_events set ${change} where id = ${id}`), change).toMatchObject({
        kind: "record_altered",
        eventId: id,
      });
    }
    expect(await tamper(`delete from audit_events where id = ${id}`)).toMatchObject({
      kind: "record_missing",
      eventId: id,
    });
    expect(
      await tamper(`insert into audit_events (id, action, outcome, actor_kind, request_id)
      overriding system value values (-7, 'customer.read', 'allowed', 'system', 'x')`),
    ).toMatchObject({ kind: "record_inserted", eventId: "-7" });
    expect(await tamper("delete from audit_seals where seq = 2")).toMatchObject({
      kind: "seal_missing",
      seq: "2",
    });
    expect(
      await tamper("update audit_seals set sealed_at = sealed_at + interval '1 second' where seq = 1"),
    ).toMatchObject({ kind: "seal_altered", seq: "1" });
    const cut = `delete from audit_seals where seq = ${kept.seq}; delete from audit_events where id > ${id}`;
    expect(await tamper(`delete from audit_checkpoints; ${cut}`, [kept])).not.toBeNull();
    const anew = `delete from audit_checkpoints; delete from audit_seals; update audit_events set rule = 'x' where id = ${id}; select countersign_seal(100000)`;
    expect(await tamper(anew)).toBeNull();
    expect(await tamper(anew, [kept])).toMatchObject({ kind: "checkpoint_broken" });
  });

  it("takes no checkpoint without its key's signature", async () => {
    const kept = await checkpoint();
    const forged = { ...kept, records: String(BigInt(kept.records) + 1n) };
    expect((await verify([forged])).fault).toMatchObject({ kind: "checkpoint_broken" });
    expect((await verify([kept])).fault).toBeNull();
  });
});

const pick = (n: number) => Math.floor(Math.random() * n);

interface Alteration {
  seals: ExportedSeal[];
  /** The seal and the place in it. */
  seal: ExportedSeal;
  which: number;
  place: number;
}

/** Each alters an export; the record that must be named, or null where it is a seal. */
const alterations: Record<string, (given: Alteration) => string | null> = {
  edit({ seal, place }) {
    const text = seal.events[place] ?? "";
    const id = seal.event_ids[place] ?? "";
    // Behind the record's number, which says whose text it is.
    const at = 10 + id.length + pick(text.length - 11 - id.length);
    seal.events[place] = `${text.slice(0, at)}${text[at] === "x" ? "y" : "x"}${text.slice(at + 1)}`;
    return id;
  },
  delete({ seal, place }) {
    seal.events.splice(place, 1);
    return seal.event_ids[place] ?? "";
  },
  swap({ seal, place }) {
    const first = place === seal.events.length - 1 ? place - 1 : place;
    seal.events.splice(first, 2, seal.events[first + 1] ?? "", seal.events[first] ?? "");
    return seal.event_ids[first] ?? "";
  },
  insert({ seal, place }) {
    seal.events.splice(place, 0, `{"id":"999999999","at":"2026-01-01T00:00:00.000000Z"}`);
    return "999999999";
  },
  repeat({ seal, place }) {
    seal.events.splice(place, 0, seal.events[place] ?? "");
    return `beside ${place + 1}`;
  },
  truncate({ seals, which }) {
    seals.splice(which);
    return null;
  },
  "drop a seal"({ seals, which }) {
    seals.splice(which, 1);
    return null;
  },
  "swap seals"({ seals, which }) {
    const first = which === seals.length - 1 ? which - 1 : which;
    const [one, two] = seals.slice(first, first + 2);
    if (one && two) seals.splice(first, 2, two, one);
    return null;
  },
};

describe("verifying an export without a database (rule 11)", () => {
  const turns = long ? 10_000 : 1_000;

  it(`finds each of ${turns} random alterations and names the first altered record`, async () => {
    await write(60);
    await seal();
    await write(60);
    await seal();
    const kept = await checkpoint();
    const lines: string[] = [];
    for await (const line of exportChain({ db: jobs })) lines.push(line);
    const seals = lines.slice(1).map((line) => exportedSealSchema.parse(JSON.parse(line)));
    const check = (given: ExportedSeal[]) =>
      verifyChain(
        (async function* () {
          for (const one of given) yield readExportedSeal(one);
        })(),
        [kept],
      );
    expect((await check(seals)).fault).toBeNull();
    const kinds = Object.entries(alterations);
    for (let turn = 0; turn < turns; turn += 1) {
      const [name, alter] = kinds[turn % kinds.length] ?? ["", () => null];
      const altered = structuredClone(seals);
      const several = altered.filter((one) => one.events.length > 1);
      const one = several[pick(several.length)];
      if (!one) throw new Error("No seal holds two records.");
      const given = {
        seals: altered,
        seal: one,
        which: altered.indexOf(one),
        place: pick(one.events.length),
      };
      const named = alter(given);
      const { fault } = await check(altered);
      expect(fault, name).not.toBeNull();
      if (named !== null) expect(fault?.eventId, name).toBe(named);
    }
  });
});
