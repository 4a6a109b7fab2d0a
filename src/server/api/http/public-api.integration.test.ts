import { randomBytes } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { customerAnswerSchema, tokenAnswerSchema } from "../../../contracts/customer";
import { problemSchema } from "../../../contracts/problem";
import { formatSecret } from "../../../contracts/secret";
import { testDatabase } from "../../test/database";
import { createCustomer } from "../../test/factories/customers";
import { createProgram } from "../../test/factories/people";
import { createLiveToken } from "../../test/factories/requests";
import { type Answer, type Call, startPublicApi } from "../../test/public-api";

const database = await testDatabase();
const { owner, app } = database;
const api = await startPublicApi(database);
const sql = owner.$client;
const allScopes = ["customers:read", "fields:contact", "fields:sensitive", "fields:consent"] as const;

let full: Awaited<ReturnType<typeof createLiveToken>>;
let basic: typeof full;
let listing: typeof full;
let revoked: typeof full;
let expired: typeof full;
let customer: Awaited<ReturnType<typeof createCustomer>>;

beforeAll(async () => {
  await createProgram(owner);
  customer = await createCustomer(owner);
  full = await createLiveToken(owner, app, {
    scopes: [...allScopes],
    networks: ["203.0.113.0/24", "2001:db8::/120"],
  });
  basic = await createLiveToken(owner, app, { distinctCeiling: null });
  listing = await createLiveToken(owner, app, { scopes: ["customers:list"] });
  revoked = await createLiveToken(owner, app, {});
  expired = await createLiveToken(owner, app, {});
  await sql`update security_tokens set revoked_at = countersign_now() where id = ${revoked.tokenId}`;
  await sql`update security_tokens set expires_at = countersign_now() where id = ${expired.tokenId}`;
});

const recordsOf = (answer: Answer) => sql`select * from audit_events where request_id = ${answer.requestId}`;

describe.each(Object.entries(api.mounts))("the public API through %s", (_name, call) => {
  const read = (given: Partial<Call> = {}) =>
    call({ path: `/customers/${customer.id}`, secret: full.secret, ...given });

  it("gives a customer with every field, and the limits", async () => {
    const answer = await read();
    expect(answer.status).toBe(200);
    expect(answer.headers["content-type"]).toBe("application/json");
    expect(answer.headers["cache-control"]).toBe("no-store");
    expect(answer.headers["ratelimit-policy"]).toBe('"minute";q=60;w=60, "day";q=5000;w=86400');
    expect(answer.headers.ratelimit).toMatch(/^"minute";r=\d+;t=\d+, "day";r=\d+;t=\d+$/);
    expect(answer.headers["access-control-allow-origin"]).toBeUndefined();
    expect(answer.json.omitted_fields).toEqual([]);
    expect(answer.json.request_id).toBe(answer.requestId);
    customerAnswerSchema.parse(answer.json);
    expect(answer.json.data).toMatchObject({
      id: customer.id,
      object: "customer",
      status: "active",
      enrolled_at: "2024-05-06T07:08:09.01Z",
      loyalty: { points_balance: 1250, tier: { id: "gold", since: "2026-01-01T00:00:00Z" } },
      last_name: 'O"Brien',
      birth_date: "1984-02-29",
      address: { line_1: "Bryggen 4", line_2: null, country: "NO" },
      custom_fields: { favourite_store: "Pier 4" },
      consents: { email: { granted: true, source: "web" }, sms: { granted: false, at: null } },
    });
  });

  it("records who, what, from where and by which secret, and no value", async () => {
    const answer = await read({ from: "203.0.113.9" });
    const [record, ...more] = await recordsOf(answer);
    expect(more).toEqual([]);
    expect(record).toMatchObject({
      action: "customer.read",
      outcome: "allowed",
      actor_kind: "token",
      actor_id: full.tokenId,
      token_id: full.tokenId,
      client_ip: "203.0.113.9",
      customer_ids: [customer.id],
      fields: ["basic", "contact", "sensitive", "consent"],
    });
    expect(JSON.stringify(record)).not.toContain(customer.email);
  });

  it("leaves out and names what the scopes do not grant", async () => {
    const answer = await read({ secret: basic.secret });
    expect(answer.status).toBe(200);
    expect(Object.keys(answer.json.data)).toEqual([
      "id",
      "object",
      "external_id",
      "status",
      "loyalty",
      "enrolled_at",
      "last_activity_at",
      "created_at",
      "updated_at",
      "version",
    ]);
    expect(answer.json.omitted_fields).toEqual([
      "first_name",
      "last_name",
      "email",
      "phone",
      "member_number",
      "birth_date",
      "address",
      "custom_fields",
      "consents",
    ]);
  });

  it("narrows by fields and never widens", async () => {
    const path = `/customers/${customer.id}?fields=status,loyalty.tier,email,address.city`;
    const narrow = await call({ path, secret: full.secret });
    expect(narrow.json.data).toEqual({
      status: "active",
      loyalty: { tier: expect.objectContaining({ name: "Gold" }) },
      email: customer.email,
      address: { city: "Bergen" },
    });
    const poor = await call({ path, secret: basic.secret });
    expect(Object.keys(poor.json.data)).toEqual(["status", "loyalty"]);
    expect(poor.json.omitted_fields).toEqual(["email", "address.city"]);
    const [record] = await recordsOf(poor);
    expect(record?.fields).toEqual(["status", "loyalty.tier"]);
  });

  it("describes the calling token, at the rate's cost alone", async () => {
    const answer = await call({ path: "/token", secret: full.secret, from: "2001:db8::7" });
    expect(answer.status).toBe(200);
    const { data } = tokenAnswerSchema.parse(answer.json);
    expect(data).toMatchObject({ reference: full.reference, scopes: allScopes, client_ip: "2001:db8::7" });
    expect(data.networks.map(({ network }) => network)).toEqual(["203.0.113.0/24", "2001:db8::/120"]);
    const none = { rate_per_minute: 60, daily_limit: 5000, distinct_customers_per_day: null };
    expect(data.limits).toEqual({ ...none, distinct_customers_per_day: 2500 });
    const unlimited = await call({ path: "/token", secret: basic.secret });
    expect(unlimited.json.data.limits).toEqual(none);
    const [record] = await recordsOf(answer);
    expect(record).toMatchObject({ action: "token.described", outcome: "allowed", customer_ids: null });
    const listed = await call({ path: "/token", secret: listing.secret });
    expect(listed.headers.ratelimit).toContain('"day";r=5000');
  });

  const unknown = formatSecret(randomBytes(32));
  const notFound = "/customers/cus_nobody";
  const wrong: Array<[string, number, Call | (() => Call)]> = [
    ["not_found", 404, { path: "/nothing" }],
    ["method_not_allowed", 405, { path: notFound, method: "POST" }],
    ["method_not_allowed", 405, { path: notFound, method: "DELETE" }],
    ["method_not_allowed", 405, { path: "/token", method: "PUT" }],
    ["method_not_allowed", 405, { path: "/token", method: "PATCH" }],
    ["method_not_allowed", 405, { path: "/openapi.json", method: "OPTIONS" }],
    ["body_too_large", 413, { path: notFound, headers: { "content-length": "16385" } }],
    [
      "unsupported_media_type",
      415,
      { path: notFound, headers: { "content-length": "2", "content-type": "text/plain" } },
    ],
    ["token_missing", 401, { path: notFound }],
    ["token_invalid", 401, { path: notFound, headers: { authorization: "Basic YTpi" } }],
    [
      "token_invalid",
      401,
      { path: notFound, secret: `${unknown.slice(0, -1)}${unknown.endsWith("0") ? "1" : "0"}` },
    ],
    ["token_invalid", 401, { path: notFound, secret: "'; drop table customers; --" }],
    ["token_invalid", 401, () => ({ path: `${notFound}?access_token=${full.secret}`, secret: full.secret })],
    ["token_invalid", 401, { path: "/token?token=x" }],
    ["token_invalid", 401, { path: notFound, secret: unknown }],
    ["ip_not_allowed", 403, () => ({ path: notFound, secret: full.secret, from: "198.51.100.9" })],
    ["ip_not_allowed", 403, () => ({ path: notFound, secret: full.secret, from: null })],
    ["ip_not_allowed", 403, () => ({ path: "/token", secret: full.secret, from: "2001:db8::100" })],
    ["token_revoked", 401, () => ({ path: notFound, secret: revoked.secret })],
    ["token_expired", 401, () => ({ path: "/token", secret: expired.secret })],
    ["scope_missing", 403, () => ({ path: notFound, secret: listing.secret })],
    ["invalid_parameter", 400, () => ({ path: "/customers/1", secret: full.secret })],
    ["invalid_parameter", 400, () => ({ path: "/token?verbose=1", secret: full.secret })],
    ["customer_not_found", 404, () => ({ path: notFound, secret: full.secret })],
  ];

  it.each(wrong)("answers %s (%i)", async (code, status, given) => {
    const asked = typeof given === "function" ? given() : given;
    const answer = await call(asked);
    expect(answer.status).toBe(status);
    expect(answer.headers["content-type"]).toBe("application/problem+json");
    expect(answer.headers["cache-control"]).toBe("no-store");
    const told = problemSchema.strict().parse(answer.json);
    expect(told).toMatchObject({ code, status, request_id: answer.requestId });
    expect(told.detail).not.toBe("");
    expect(answer.headers["www-authenticate"] !== undefined).toBe(status === 401 || code === "scope_missing");
    expect(answer.headers.allow).toBe(status === 405 ? "GET" : undefined);
    expect(Object.keys(answer.headers).filter((name) => name.startsWith("access-control"))).toEqual([]);
    expect("client_ip" in told).toBe(code === "ip_not_allowed");
    const limited = [
      "scope_missing",
      "invalid_parameter",
      "customer_not_found",
      "token_revoked",
      "token_expired",
    ];
    expect(answer.headers.ratelimit !== undefined).toBe(limited.includes(code));
    expect(await recordsOf(answer)).toHaveLength(limited.includes(code) || code === "ip_not_allowed" ? 1 : 0);
  });

  it("answers HEAD with 405 and no body, and runs no read", async () => {
    const answer = await read({ method: "HEAD" });
    expect(answer).toMatchObject({ status: 405, text: "" });
    expect(answer.headers.allow).toBe("GET");
    expect(await recordsOf(answer)).toEqual([]);
  });

  it("names the address seen, the same whether or not the customer exists", async () => {
    const [there, not] = [
      await read({ from: "198.51.100.9" }),
      await call({ path: notFound, secret: full.secret, from: "198.51.100.9" }),
    ];
    const bare = ({ json }: Answer) => ({ ...json, request_id: "", instance: "" });
    expect(bare(there)).toEqual(bare(not));
    expect(there.json.client_ip).toBe("198.51.100.9");
  });

  it("checks in the documented order", async () => {
    const faults = { path: "/customers/1?fields=age", from: "198.51.100.9" };
    expect((await call({ ...faults, method: "POST" })).json.code).toBe("method_not_allowed");
    expect((await call(faults)).json.code).toBe("token_missing");
    expect((await call({ ...faults, secret: unknown })).json.code).toBe("token_invalid");
    expect((await call({ ...faults, secret: revoked.secret })).json.code).toBe("ip_not_allowed");
    const approved = { path: faults.path };
    expect((await call({ ...approved, secret: revoked.secret })).json.code).toBe("token_revoked");
    expect((await call({ ...approved, secret: listing.secret })).json.code).toBe("scope_missing");
    expect((await call({ ...approved, secret: full.secret })).json.code).toBe("invalid_parameter");
  });

  it("names every bad parameter and records the refusal without its value", async () => {
    const answer = await call({
      path: "/customers/anna@member.example?fields=age,email&x=1&fields=id",
      secret: full.secret,
    });
    expect(answer.json.errors?.map(({ parameter }) => parameter)).toEqual([
      "fields",
      "x",
      "customerId",
      "fields",
    ]);
    const [record] = await recordsOf(answer);
    expect(record).toMatchObject({ outcome: "refused", rule: "invalid_parameter", customer_ids: null });
  });

  it("gives its document to anyone", async () => {
    const answer = await call({ path: "/openapi.json", from: null });
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({ openapi: "3.1.0" });
  });
});
