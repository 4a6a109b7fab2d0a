import { beforeAll, describe, expect, it } from "vitest";
import { customerListSchema } from "../../../contracts/customer-list";
import { testDatabase } from "../../test/database";
import { createCustomer } from "../../test/factories/customers";
import { createProgram } from "../../test/factories/people";
import { type AskedFor, createLiveToken } from "../../test/factories/requests";
import { type Answer, startPublicApi } from "../../test/public-api";

const database = await testDatabase();
const { owner, app } = database;
const api = await startPublicApi(database);
const sql = owner.$client;
const size = 30;

const listing = (given: AskedFor = {}) =>
  createLiveToken(owner, app, {
    scopes: ["customers:list", "fields:contact"],
    ratePerMinute: 1000,
    ...given,
  });

let full: Awaited<ReturnType<typeof createLiveToken>>;
let ids: string[];

beforeAll(async () => {
  await createProgram(owner);
  for (let made = 0; made < size; made++) await createCustomer(owner);
  full = await listing();
  const rows = await sql<{ id: string }[]>`select id from customers order by id`;
  ids = rows.map(({ id }) => id);
});

const recordsOf = (answer: Answer) => sql`select * from audit_events where request_id = ${answer.requestId}`;
const idsOf = ({ list }: Answer) => list.data.map(({ id }) => String(id));
const cursorOf = ({ list }: Answer) => encodeURIComponent(list.next_cursor ?? "");

describe.each(Object.entries(api.mounts))("GET /customers through %s", (_name, call) => {
  const list = (query = "", { secret, from }: { secret?: string; from?: string } = {}) =>
    call({ path: `/customers${query}`, secret: secret ?? full.secret, from });

  it("gives the program page by page, each customer once, each page one request and one record", async () => {
    const { secret, tokenId } = await listing();
    const seen: string[] = [];
    const pages: Answer[] = [];
    for (let query = "?limit=12"; ; query = `?limit=12&cursor=${cursorOf(pages.at(-1) as Answer)}`) {
      const answer = await list(query, { secret });
      expect(answer.status).toBe(200);
      customerListSchema.strict().parse(answer.list);
      seen.push(...idsOf(answer));
      pages.push(answer);
      const [record, ...more] = await recordsOf(answer);
      expect(more).toEqual([]);
      expect(record).toMatchObject({
        action: "customer.listed",
        outcome: "allowed",
        actor_id: tokenId,
        customer_ids: idsOf(answer),
        fields: ["basic", "contact"],
      });
      if (!answer.list.has_more) break;
    }
    expect(seen).toEqual(ids);
    expect(pages.map(({ list: { data } }) => data.length)).toEqual([12, 12, 6]);
    expect(pages.at(-1)?.list).toMatchObject({ has_more: false, next_cursor: null });
    expect(pages.at(-1)?.headers.ratelimit).toMatch(new RegExp(`"day";r=${5000 - size};`));
    const [usage] = await sql`select * from token_usage where token_id = ${tokenId}`;
    expect(usage).toMatchObject({ customers_read: size, uses: "3" });
  });

  it("gives the fields asked for, and names what is not granted", async () => {
    const answer = await list("?fields=id,email,address&limit=2");
    expect(answer.list.data.map((one) => Object.keys(one))).toEqual([
      ["id", "email"],
      ["id", "email"],
    ]);
    expect(answer.json.omitted_fields).toEqual(["address"]);
    expect((await recordsOf(answer))[0]?.fields).toEqual(["id", "email"]);
    const without = await list("?fields=status&limit=12");
    const next = await list(`?fields=status&limit=1&cursor=${cursorOf(without)}`);
    expect((await recordsOf(next))[0]?.customer_ids).toEqual([ids[12]]);
    const granted = await listing({ scopes: ["customers:list"] });
    const poor = await list("?limit=1", { secret: granted.secret });
    expect(poor.json.omitted_fields).toContain("email");
    expect(poor.list.data[0]).not.toHaveProperty("email");
  });

  it("says what is wrong with each parameter", async () => {
    const wrong: Record<string, string[]> = {
      "?limit=0": ["limit"],
      "?limit=501": ["limit"],
      "?limit=1e2": ["limit"],
      "?limit=": ["limit"],
      "?limit=5&limit=6": ["limit"],
      "?updated_since=yesterday": ["updated_since"],
      "?updated_since=2026-02-30T00:00:00Z": ["updated_since"],
      "?updated_since=0000-01-01T00:00:00Z": ["updated_since"],
      "?updated_since=2026-01-01T00:00:00.1234567Z": ["updated_since"],
      "?updated_since=2026-01-01": ["updated_since"],
      "?fields=age&limit=x&cursor=y&page=2": ["page", "limit", "fields", "cursor"],
      "?email=a@b.example": ["email"],
    };
    for (const [query, parameters] of Object.entries(wrong)) {
      const answer = await list(query);
      expect(answer.json.code, query).toBe("invalid_parameter");
      expect(
        answer.json.errors?.map(({ parameter }) => parameter),
        query,
      ).toEqual(parameters);
      expect((await recordsOf(answer))[0]).toMatchObject({ action: "customer.listed", customer_ids: null });
    }
  });

  it("takes a cursor for the list and the token that it was made for", async () => {
    const since = "2020-01-01T00:00:00Z";
    const page = await list("?limit=5&fields=status,id");
    const cursor = cursorOf(page);
    const changed = await list(`?limit=5&updated_since=${since}`);
    expect(idsOf(await list(`?limit=7&fields=id,status&cursor=${cursor}`))).toEqual(ids.slice(5, 12));
    const same = `2020-01-01T01:00:00.000%2B01:00`;
    expect((await list(`?updated_since=${same}&cursor=${cursorOf(changed)}`)).status).toBe(200);
    const [place = "", mac = ""] = cursor.split(".");
    const parts = JSON.parse(Buffer.from(place, "base64url").toString());
    const moved = Buffer.from(JSON.stringify([...parts.slice(0, 2), ids[0], null])).toString("base64url");
    const { secret } = await listing();
    const foreign = [
      [`?fields=id&cursor=${cursor}`],
      [`?cursor=${cursor}`],
      [`?fields=status,id&updated_since=${since}&cursor=${cursor}`],
      [`?updated_since=2020-01-01T00:00:00.000001Z&cursor=${cursorOf(changed)}`],
      [`?cursor=${cursorOf(changed)}`],
      [`?fields=status,id&cursor=${moved}.${mac}`],
      [`?fields=status,id&cursor=${place}.${"A".repeat(22)}`],
      [`?fields=status,id&cursor=${place}`],
      ["?cursor="],
      [`?cursor=${"x".repeat(5000)}`],
      [`?fields=status,id&cursor=${cursor}`, secret],
    ];
    for (const [query, other] of foreign) {
      const answer = await list(query, { secret: other });
      expect(answer.json, query).toMatchObject({
        code: "invalid_parameter",
        errors: [{ parameter: "cursor" }],
      });
    }
  });

  it("goes on with a cursor after a rotation, by the new secret of the same token", async () => {
    const { secret, tokenId } = await listing();
    const cursor = cursorOf(await list("?limit=5", { secret }));
    await sql`update token_secrets set ends_at = countersign_now() where token_id = ${tokenId}`;
    const rotated = await listing();
    await sql`update token_secrets set token_id = ${tokenId} where token_id = ${rotated.tokenId}`;
    expect(idsOf(await list(`?cursor=${cursor}`, { secret: rotated.secret }))).toEqual(ids.slice(5));
  });

  it("cuts a page at the day's limit, and goes on from there the next day", async () => {
    const { secret, tokenId } = await listing({ dailyLimit: 20 });
    const first = await list("?limit=15", { secret });
    const cut = await list(`?limit=15&cursor=${cursorOf(first)}`, { secret });
    expect(idsOf(cut)).toEqual(ids.slice(15, 20));
    expect(cut.list.has_more).toBe(true);
    expect(cut.headers.ratelimit).toMatch(/"day";r=0;/);
    expect((await recordsOf(cut))[0]?.customer_ids).toEqual(ids.slice(15, 20));
    const refused = await list(`?cursor=${cursorOf(cut)}`, { secret });
    expect(refused).toMatchObject({ status: 429, json: { code: "daily_limit_reached" } });
    expect(Number(refused.headers["retry-after"])).toBeGreaterThan(0);
    expect((await recordsOf(refused))[0]?.customer_ids).toBeNull();
    await sql`update token_usage set day = day - 1 where token_id = ${tokenId}`;
    expect(idsOf(await list(`?cursor=${cursorOf(cut)}`, { secret }))).toEqual(ids.slice(20));
  });

  it("counts as one request a page", async () => {
    const { secret } = await listing({ ratePerMinute: 2 });
    const codes = [];
    for (let page = 0; page < 3; page++) codes.push((await list("?limit=10", { secret })).status);
    expect(codes).toEqual([200, 200, 429]);
  });

  it("refuses in the documented order, and takes GET alone", async () => {
    const reads = await createLiveToken(owner, app, {});
    const lacks = await list("?limit=0", { secret: reads.secret });
    expect(lacks.json).toMatchObject({ code: "scope_missing", scope: "customers:list" });
    expect(lacks.headers["www-authenticate"]).toContain('scope="customers:list"');
    const far = await list("?limit=0", { from: "198.51.100.9" });
    expect(far.json).toMatchObject({ code: "ip_not_allowed", client_ip: "198.51.100.9" });
    const posted = await call({ path: "/customers", method: "POST", secret: full.secret });
    expect(posted).toMatchObject({ status: 405, headers: { allow: "GET" } });
    expect((await call({ path: "/customers?limit=0" })).json.code).toBe("token_missing");
  });
});
