import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import type { Sql } from "postgres";
import { findInTables } from "../../src/server/test/canaries/find-in-tables";
import { type Find, findAny } from "../../src/server/test/canaries/find-values";
import { signedInAs } from "../support/people";
import { answers, type Part } from "./answers";
import { asSuperuser, dataDir, printed } from "./application";
import { failWith } from "./failures";
import { allMails, type OwnMail } from "./mails";
import { type Kind, planted, valuesOf } from "./values";

let sql: Sql;
let before: string;
let parts: Part[];
let mails: OwnMail[];
let values: Map<string, Kind>;
let findAll: Find;
let findKept: Find;

/** Found values by their kinds, each as its first characters: enough to know it by, and not one more in a log. */
const told = (found: Iterable<string>) =>
  [...found].map((value) => `${values.get(value)} ${value.slice(0, 12)}…`).sort();

const valuesOfKinds = (kinds: readonly Kind[]) =>
  [...values].filter(([, kind]) => kinds.includes(kind)).map(([value]) => value);

/** What stands in each file below a folder that holds any; those written since then, where a time is given. */
function foundBelow(folder: string, find: Find, since = 0): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    if (statSync(path).mtimeMs < since) continue;
    const seen = find(readFileSync(path));
    if (seen.size > 0) found[path.slice(folder.length + 1)] = told(seen);
  }
  return found;
}

/** Lines at the levels of errors. */
const reportsIn = (text: string) => text.split("\n").filter((line) => /"level":[56]0/.test(line));

test.beforeAll(async ({ browser, baseURL }) => {
  sql = asSuperuser();
  before = printed().toString();
  const sam = await signedInAs(browser, "Sam Whitlock");
  const visitor = await (await browser.newContext()).newPage();
  await failWith(sql, planted(), sam, visitor);
  mails = await allMails(sql, visitor.request, baseURL ?? "");
  await sam.context().close();
  await visitor.context().close();
  parts = answers();
  values = await valuesOf(parts, sql);
  findAll = findAny(values.keys());
  findKept = findAny(valuesOfKinds(["secret", "code", "link", "cookie", "password"]));
});

test.afterAll(() => sql.end());

test("what was planted went through: answers, mails, jobs, records and failures are there to look at", async () => {
  expect(values.size).toBeGreaterThan(10_000);
  const kinds = new Set(values.values());
  for (const kind of ["secret", "code", "cookie", "password", "customer"] as const)
    expect([...kinds], kind).toContain(kind);
  expect(parts.length).toBeGreaterThan(50);
  expect(mails.length).toBeGreaterThan(0);
  const [{ payloads = 0, records = 0 } = {}] = await sql`
    select (select count(*)::int from canaries.payloads) as payloads, (select count(*)::int from audit_events) as records`;
  expect(payloads).toBeGreaterThan(0);
  expect(records).toBeGreaterThan(0);
});

test("the journeys made the application report no failure", () => {
  expect(reportsIn(before)).toEqual([]);
});

test("no line that the application printed holds any, those of failures included", () => {
  const reports = reportsIn(printed().toString());
  expect(reports.length).toBeGreaterThan(3);
  expect.soft(told(findAll(Buffer.from(reports.join("\n"))))).toEqual([]);
  expect(told(findAll(printed()))).toEqual([]);
});

test("Postgres' own log holds none", () => {
  const log = readFileSync(join(dataDir, "postgres.log"));
  for (const failure of ['relation "customers" does not exist', 'check constraint "none_allowed"'])
    expect(log.toString()).toContain(failure);
  expect(told(findAll(log))).toEqual([]);
});

test("the build and Next's cache hold none", () => {
  // What was written before this run began cannot hold what it planted.
  const began = statSync(join(dataDir, "secrets.json")).mtimeMs;
  expect(foundBelow(".next", findAll, began)).toEqual({});
  expect(foundBelow("dist", findAll, began)).toEqual({});
});

test("no table and no job holds any, but a customer's own row", async () => {
  const found = await findInTables(sql, findAll);
  const { "public.customers": own = [], ...others } = found;
  expect(Object.entries(others).map(([name, seen]) => [name, told(seen)])).toEqual([]);
  expect(new Set(own)).toEqual(new Set(valuesOfKinds(["customer"])));
});

test("no file of the data holds a secret, a code, a link, a cookie or a password, old rows and the write-ahead log included", () => {
  expect(foundBelow(dataDir, findKept)).toEqual({});
});

const belongs: Record<Kind, (of: string) => boolean> = {
  secret: (of) => of === "securityTokens.display",
  code: (of) => of === "mailbox.get" || of.startsWith("/dev/mailbox/mail/"),
  link: (of) => of === "mailbox.get" || of.startsWith("/dev/mailbox/mail/"),
  cookie: () => false,
  password: () => false,
  customer: (of) => of === "customers.reveal" || of.startsWith("/api/v1/customers"),
};

test("each value is in the answers that it belongs to alone: pages, their data, calls and downloads", () => {
  const misplaced = parts.flatMap(({ of, body }) =>
    [...findAll(body)]
      .filter((value) => !belongs[values.get(value) ?? "password"](of))
      .map((value) => `${of}: ${told([value])}`),
  );
  expect([...new Set(misplaced)]).toEqual([]);
  const shown = parts.flatMap(({ of, body }) => (of === "securityTokens.display" ? [...findAll(body)] : []));
  expect(shown).toContain(planted().secret);
  expect(shown.length, "a secret is shown once").toBe(new Set(shown).size);
});

test("no head of an answer holds any but the cookie that it sets, and no page asks with one in its address", () => {
  for (const { of, head, url, fromPage } of parts) {
    const others = head.filter((line) => !line.startsWith("set-cookie: "));
    expect(told(findAll(Buffer.from(others.join("\n")))), of).toEqual([]);
    if (fromPage) expect(told(findAll(Buffer.from(url))), of).toEqual([]);
  }
});

test("no mail holds a secret or a customer, and a code is in its own mail alone", () => {
  const ownersOf = new Map<string, Set<string>>();
  for (const { owner, subject, text } of mails) {
    const found = [...findAll(Buffer.from(`${subject}\n${text}`))];
    expect(
      told(found.filter((value) => !["code", "link"].includes(values.get(value) ?? ""))),
      subject,
    ).toEqual([]);
    for (const value of found) ownersOf.set(value, (ownersOf.get(value) ?? new Set()).add(owner));
  }
  for (const [value, owners] of ownersOf) expect([...owners], told([value])[0]).toHaveLength(1);
});

test("answers to failures tell nothing of the inside", () => {
  const failed = parts.filter(({ status }) => status >= 500);
  expect(failed.length).toBeGreaterThan(3);
  for (const { of, body } of failed) expect(body.toString().match(inside)?.[0] ?? null, of).toBeNull();
});

const inside =
  /gone_away|none_allowed|relation |does not exist|Failed query|\bat \S+ \(|\.m?[jt]s:\d+|node_modules|\/(?:root|home|tmp)\//;
