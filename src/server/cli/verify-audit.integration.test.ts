import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Env, loadEnv } from "../../env";
import { createDatabase } from "../db/client";
import { makeCheckpoint } from "../domain/audit/checkpoint";
import { exportChain } from "../domain/audit/export-chain";
import { sealEvents } from "../domain/audit/seal-events";
import { type TestDatabase, testDatabase } from "../test/database";
import { createProgram, testKeys } from "../test/factories/people";
import { createLiveToken } from "../test/factories/requests";
import { readVerifyArguments } from "./audit-verify-arguments";
import { verifyAudit } from "./verify-audit";

const { owner, app, ownerUrl, appUrl, jobsUrl } = await testDatabase();
const jobs = createDatabase(jobsUrl, { max: 1 });
const folder = mkdtempSync(join(tmpdir(), "countersign-verify-"));
const file = (name: string) => join(folder, name);

const envOf = (database: Pick<TestDatabase, "appUrl" | "ownerUrl" | "jobsUrl">): Env =>
  loadEnv({
    DATABASE_URL: database.appUrl,
    DATABASE_OWNER_URL: database.ownerUrl,
    DATABASE_JOBS_URL: database.jobsUrl,
    AUTH_SECRET: "a".repeat(64),
    ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 7).toString("base64url")}`,
    RESEND_API_KEY: "re_test",
    RESEND_FROM: "Countersign <countersign@harbour.example>",
    DATA_DIR: folder,
  });
const env = () => envOf({ appUrl, ownerUrl, jobsUrl });
const nothing = (): Env => {
  throw new Error("No database was to be opened.");
};
const run = (args: string[], where: () => Env = nothing) => verifyAudit(readVerifyArguments(args), where);

beforeAll(async () => {
  await createProgram(owner);
  await createLiveToken(owner, app);
  await sealEvents({ db: jobs });
  const checkpoint = await makeCheckpoint({ db: jobs, keys: testKeys });
  writeFileSync(file("checkpoint.json"), JSON.stringify(checkpoint));
  const lines: string[] = [];
  for await (const line of exportChain({ db: jobs })) lines.push(line);
  writeFileSync(file("export.jsonl"), lines.join(""));
});
afterAll(async () => {
  await jobs.$client.end();
  rmSync(folder, { recursive: true });
});

describe("npm run audit:verify", () => {
  it("verifies the database of the settings, against a checkpoint", async () => {
    const { code, sentences } = await run(["--checkpoint", file("checkpoint.json")], env);
    expect(code).toBe(0);
    expect(sentences).toHaveLength(1);
    expect(sentences[0]).toMatch(/^\d+ records in 1 seals are as they were sealed\./);
    expect((await run([], env)).sentences[1]).toMatch(/No checkpoint was given/);
  });

  it.each([
    [
      "a function that says another text of a record",
      `create or replace function countersign_event_text(e audit_events) returns text language sql stable
        as $$ select case when e.id = 1 then 'as it was' else to_json(e)::text end $$`,
      /^countersign_event_text\(audit_events\) is not as this version made it/,
    ],
    [
      "one that fits a record better",
      "create function countersign_moment(timestamp) returns text language sql as $$ select 'then' $$",
      /^countersign_moment\(timestamp without time zone\) is not/,
    ],
    [
      "a view in the table's place",
      "alter table audit_seals rename to hidden_seals; create view audit_seals as select * from hidden_seals",
      /^audit_seals is not/,
    ],
    [
      "a rule on the table",
      "create rule quiet as on insert to audit_gaps do instead nothing",
      /^audit_gaps is not/,
    ],
  ])("is not fooled by %s", async (_, change, sentence) => {
    const copy = await testDatabase();
    await copy.owner.execute(sql.raw(change));
    const { code, sentences } = await run([], () => envOf(copy));
    expect(code).toBe(1);
    expect(sentences[0]).toMatch(sentence);
  });

  it("asks our own schema, whatever the owner's login would look at first", async () => {
    await owner.execute(sql`create schema nearer`);
    await owner.execute(sql`create function nearer.countersign_moment(timestamptz) returns text language sql
      as $$ select 'then' $$`);
    const database = sql.identifier(new URL(ownerUrl).pathname.slice(1));
    await owner.execute(
      sql`alter role current_user in database ${database} set search_path = nearer, public`,
    );
    const { code, sentences } = await run([], env);
    await owner.execute(sql`alter role current_user in database ${database} reset search_path`);
    await owner.execute(sql`drop schema nearer cascade`);
    expect({ code, said: sentences[0] }).toEqual({
      code: 0,
      said: expect.stringMatching(/^[1-9]\d* records/),
    });
  });

  it("makes no empty database to look at", async () => {
    await expect(run([], () => ({ ...env(), database: null }))).rejects.toThrow(/There is no data in/);
  });

  it("looks at no database of another version, nor at one of something else, and leaves it as it is", async () => {
    const last = sql`(select max(created_at) from drizzle.__drizzle_migrations)`;
    const versions = async () => [
      ...(await owner.execute(sql`select * from drizzle.__drizzle_migrations order by id`)),
    ];
    const [before, rows] = [await versions(), sql`drizzle.__drizzle_migrations`];
    await owner.execute(
      sql`update ${rows} set hash = 'none', created_at = created_at - 1 where created_at = ${last}`,
    );
    await expect(run([], env)).rejects.toThrow(/of an earlier version/);
    await owner.execute(sql`update ${rows} set created_at = created_at + 2 where created_at = ${last}`);
    await expect(run([], env)).rejects.toThrow(/of a later version/);
    const { hash } = before.at(-1) as { hash: string };
    await owner.execute(
      sql`update ${rows} set hash = ${hash}, created_at = created_at - 1 where hash = 'none'`,
    );
    expect(await versions()).toEqual(before);
    await owner.execute(sql`alter schema drizzle rename to elsewhere`);
    await expect(run([], env)).rejects.toThrow(/holds nothing of Countersign/);
    await owner.execute(sql`alter schema elsewhere rename to drizzle`);
    expect((await run([], env)).code).toBe(0);
  });

  it("names a record whose address was made a network, which compares and shows as the address does", async () => {
    const changed = (change: string, where: string) =>
      owner.transaction(async (tx) => {
        await tx.execute(sql`alter table audit_events disable trigger user`);
        const rows = await tx.execute<{ id: string; host: string }>(
          sql.raw(
            `update audit_events set client_ip = ${change} where ${where} returning id::text, host(client_ip)`,
          ),
        );
        await tx.execute(sql`alter table audit_events enable trigger user`);
        return rows[0];
      });
    const altered = await changed("set_masklen(client_ip, 24)", "action = 'request.approved'");
    expect(altered?.host).toBe("203.0.113.7");
    const { code, sentences } = await run([], env);
    expect(code).toBe(1);
    expect(sentences[0]).toContain(`Record ${altered?.id} was altered.`);
    await changed("set_masklen(client_ip, 32)", `id = ${altered?.id}`);
    expect((await run([], env)).code).toBe(0);
  });

  it("verifies an export with no database at all, and names the record that was altered in it", async () => {
    const given = ["--export", file("export.jsonl"), "--checkpoint", file("checkpoint.json")];
    expect((await run(given)).code).toBe(0);
    const text = readFileSync(file("export.jsonl"), "utf8");
    const [, id] = /\{\\"id\\":\\"(\d+)\\"[^}]*request\.approved/.exec(text) ?? [];
    writeFileSync(file("altered.jsonl"), text.replace("request.approved", "request.rejected"));
    const altered = await run(["--export", file("altered.jsonl")]);
    expect(altered).toMatchObject({ code: 1 });
    expect(altered.sentences[0]).toContain(`Record ${id} was altered.`);
    writeFileSync(file("cut.jsonl"), `${text.split("\n")[0]}\n`);
    expect((await run(["--export", file("cut.jsonl"), ...given.slice(2)])).code).toBe(1);
  });

  it("says what it cannot read, and takes no checkpoint of another key", async () => {
    writeFileSync(file("other.json"), "{}");
    writeFileSync(file("other.jsonl"), "not an export\n");
    await expect(run(["--export", file("other.jsonl")])).rejects.toThrow("Line 1 of");
    await expect(run(["--export", file("missing.jsonl")])).rejects.toThrow("ENOENT");
    await expect(run(["--checkpoint", file("other.json")])).rejects.toThrow("holds no checkpoint");
    await expect(
      run(["--checkpoint", file("checkpoint.json"), "--public-key", "0".repeat(64)]),
    ).rejects.toThrow("another key");
    expect(() => readVerifyArguments(["--public-key", "x"])).toThrow("64 hexadecimal digits");
    expect(() => readVerifyArguments(["--exprot", "x"])).toThrow();
  });
});
