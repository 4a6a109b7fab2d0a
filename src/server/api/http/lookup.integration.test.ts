import { request as httpRequest } from "node:http";
import { beforeAll, describe, expect, it } from "vitest";
import { customerAnswerSchema } from "../../../contracts/customer";
import { testDatabase } from "../../test/database";
import { createCustomer } from "../../test/factories/customers";
import { createProgram } from "../../test/factories/people";
import { createLiveToken } from "../../test/factories/requests";
import { type Answer, type Call, startPublicApi } from "../../test/public-api";

const database = await testDatabase();
const { owner, app } = database;
const api = await startPublicApi(database);
const sql = owner.$client;

let full: Awaited<ReturnType<typeof createLiveToken>>;
let basic: typeof full;
let listing: typeof full;
let customer: Awaited<ReturnType<typeof createCustomer>>;

beforeAll(async () => {
  await createProgram(owner);
  customer = await createCustomer(owner, { phone: "+4790000001", email: "Anna.Berg@member.example" });
  full = await createLiveToken(owner, app, {
    scopes: ["customers:read", "fields:contact"],
    ratePerMinute: 1000,
  });
  basic = await createLiveToken(owner, app, {});
  listing = await createLiveToken(owner, app, { scopes: ["customers:list", "fields:contact"] });
});

const recordsOf = (answer: Answer) => sql`select * from audit_events where request_id = ${answer.requestId}`;
const json = { "content-type": "application/json" };

describe.each(Object.entries(api.mounts))("POST /customers/lookup through %s", (_name, call) => {
  const lookUp = (body: unknown, given: Partial<Call> = {}) =>
    call({
      ...{ path: "/customers/lookup", method: "POST", headers: json, secret: full.secret },
      ...{ body: typeof body === "string" ? body : JSON.stringify(body), ...given },
    });

  it("finds the customer by each identifier, and records it without the value looked for", async () => {
    for (const [by, value] of Object.entries({
      email: "anna.berg@MEMBER.example",
      phone: "+4790000001",
      member_number: customer.memberNumber ?? "",
      external_id: customer.externalId ?? "",
    })) {
      const answer = await lookUp({ [by]: value });
      expect(answer.status, by).toBe(200);
      customerAnswerSchema.parse(answer.json);
      expect(answer.json.data).toMatchObject({ id: customer.id, email: "Anna.Berg@member.example" });
      expect(answer.headers.ratelimit).toMatch(/^"minute";r=\d+;t=\d+, "day";r=\d+;t=\d+$/);
      const [record, ...more] = await recordsOf(answer);
      expect(more).toEqual([]);
      expect(record).toMatchObject({
        action: "customer.looked_up",
        outcome: "allowed",
        actor_id: full.tokenId,
        customer_ids: [customer.id],
        fields: ["basic", "contact"],
        details: { by },
      });
      expect(JSON.stringify(record).toLowerCase()).not.toContain(value.toLowerCase());
    }
  });

  it("narrows by fields", async () => {
    const answer = await lookUp(
      { phone: "+4790000001" },
      { path: "/customers/lookup?fields=status,address" },
    );
    expect(answer.json.data).toEqual({ status: "active" });
    expect(answer.json.omitted_fields).toEqual(["address"]);
  });

  it("needs fields:contact for what is contact, and customers:read for all", async () => {
    const cases: Array<[typeof full, Record<string, string>, string | null]> = [
      [basic, { external_id: customer.externalId ?? "" }, null],
      [basic, { email: "nobody@member.example" }, "fields:contact"],
      [basic, { phone: "+4790000001" }, "fields:contact"],
      [basic, { member_number: "broken\u0000" }, "fields:contact"],
      [listing, { email: "nobody@member.example" }, "customers:read"],
      [listing, { external_id: "x" }, "customers:read"],
    ];
    for (const [{ secret }, body, scope] of cases) {
      const answer = await lookUp(body, { secret });
      expect(answer.status, JSON.stringify(body)).toBe(scope === null ? 200 : 403);
      if (scope === null) continue;
      expect(answer.json).toMatchObject({ code: "scope_missing", scope });
      expect(answer.headers["www-authenticate"]).toContain(`error="insufficient_scope", scope="${scope}"`);
      expect((await recordsOf(answer))[0]).toMatchObject({ outcome: "refused", customer_ids: null });
    }
  });

  it("gives nobody's data where several have the identifier, but the one that a merged customer became", async () => {
    const shared = { phone: "+4790000002", email: "both@member.example" };
    const one = await createCustomer(owner, shared);
    const other = await createCustomer(owner, shared);
    for (const body of [{ phone: shared.phone }, { email: shared.email }]) {
      const answer = await lookUp(body);
      expect(answer.json).toMatchObject({
        code: "invalid_parameter",
        errors: [{ parameter: Object.keys(body)[0] }],
      });
      expect(answer.text).not.toContain("cus_");
      const [record] = await recordsOf(answer);
      expect(record).toMatchObject({ rule: "invalid_parameter", customer_ids: null, fields: null });
    }
    await sql`update customers set status = 'merged' where id = ${one.id}`;
    expect((await lookUp({ phone: shared.phone })).json.data).toMatchObject({ id: other.id });
    await sql`update customers set status = 'merged' where id = ${other.id}`;
    expect((await lookUp({ email: shared.email })).status).toBe(400);
    await sql`delete from customers where id = ${one.id}`;
    expect((await lookUp({ email: shared.email })).json.data).toMatchObject({
      id: other.id,
      status: "merged",
    });
    await sql`delete from customers where id = ${other.id}`;
  });

  it("counts a 404 against the minute and not the day", async () => {
    const left = ({ headers }: Answer) => String(headers.ratelimit).match(/r=\d+/g);
    const before = left(await lookUp({ external_id: customer.externalId }));
    const answer = await lookUp({ email: "nobody@member.example" });
    expect(answer.json).toMatchObject({ status: 404, code: "customer_not_found" });
    expect(left(answer)?.[1]).toBe(before?.[1]);
    expect((await recordsOf(answer))[0]).toMatchObject({ rule: "customer_not_found", customer_ids: null });
  });

  const good = '{"external_id":"x"}';
  const wrong: Array<[string, string, string[]]> = [
    ["nothing", "", ["body"]],
    ["no JSON", "{email", ["body"]],
    ["no object", '["email"]', ["body"]],
    ["null", "null", ["body"]],
    ["no identifier", "{}", ["body"]],
    ["two identifiers", '{"email":"a@b.example","phone":"+4790000001"}', ["body"]],
    ["another member", '{"external_id":"x","fields":"id"}', ["fields"]],
    ["no text", '{"email":{"$gt":""}}', ["email"]],
    ["an e-mail without @", '{"email":"anna"}', ["email"]],
    ["a national number", '{"phone":"90000001"}', ["phone"]],
    ["a NUL", '{"external_id":"a\\u0000"}', ["external_id"]],
    ["half a character", '{"external_id":"a\\ud800"}', ["external_id"]],
    ["too long", JSON.stringify({ member_number: "9".repeat(101) }), ["member_number"]],
    ["a prototype", '{"__proto__":{"email":"a@b.example"}}', ["__proto__", "body"]],
  ];
  it.each(wrong)("refuses %s in its turn, without a value of it", async (_what, body, parameters) => {
    const answer = await lookUp(body);
    expect(answer.json).toMatchObject({ status: 400, code: "invalid_parameter" });
    expect(answer.json.errors?.map(({ parameter }) => parameter)).toEqual(parameters);
    expect(answer.text).not.toContain("90000001");
    expect((await recordsOf(answer))[0]).toMatchObject({
      action: expect.any(String),
      rule: "invalid_parameter",
    });
    const far = await lookUp(body, { from: "198.51.100.9" });
    expect(far.json.code).toBe("ip_not_allowed");
  });

  it("takes POST with JSON of 16 KiB alone, before it looks at the token", async () => {
    const large = JSON.stringify({ external_id: "x".repeat(16 * 1024) });
    const shapes: Array<[string, Partial<Call>]> = [
      ["method_not_allowed", { method: "GET", body: undefined, headers: {} }],
      ["method_not_allowed", { method: "PUT" }],
      ["unsupported_media_type", { headers: { "content-type": "application/x-www-form-urlencoded" } }],
      ["unsupported_media_type", { headers: { "content-type": "text/plain" } }],
      ["body_too_large", { body: large, headers: { ...json, "content-length": String(large.length) } }],
    ];
    for (const [code, given] of shapes) {
      const answer = await lookUp(good, { secret: undefined, ...given });
      expect(answer.json.code, JSON.stringify(given).slice(0, 80)).toBe(code);
      if (code === "method_not_allowed") expect(answer.headers.allow).toBe("POST");
    }
    expect((await lookUp(good, { secret: undefined })).json.code).toBe("token_missing");
    expect((await lookUp(good, { path: "/customers/lookup?access_token=x" })).json.code).toBe(
      "token_invalid",
    );
    expect((await lookUp(good, { path: "/customers/lookup?email=a@b.example" })).json.errors).toHaveLength(1);
  });
});

it("bounds a body that doesn't say how long it is", async () => {
  const send = (bytes: number) =>
    new Promise<number>((resolve, reject) => {
      const sent = httpRequest(
        {
          port: api.port,
          host: "127.0.0.1",
          path: "/api/v1/customers/lookup",
          method: "POST",
          headers: json,
        },
        (response) => resolve(response.statusCode ?? 0),
      );
      sent.on("error", reject);
      sent.write(`{"external_id":"`);
      sent.end(`${"x".repeat(bytes)}"}`);
    });
  expect(await send(16_300)).toBe(401);
  expect(await send(16_400)).toBe(413);
});
