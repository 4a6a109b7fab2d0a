import { afterAll, expect, it } from "vitest";
import { createHotClients } from "../../db/client";
import { cutWire } from "../../test/cut-wire";
import { testDatabase } from "../../test/database";
import { createCustomer } from "../../test/factories/customers";
import { createProgram } from "../../test/factories/people";
import { createLiveToken } from "../../test/factories/requests";
import { startPublicApi } from "../../test/public-api";

const database = await testDatabase();
const wire = await cutWire(database.appUrl);
const hot = createHotClients(wire.url);
const api = await startPublicApi({ ...database, hot }, { patience: 500 });
afterAll(async () => {
  await hot.end({ timeout: 1 });
  await wire.cut();
});

it("answers 503 while the database is away, before and after, and recovers by itself", async () => {
  await createProgram(database.owner);
  const { secret } = await createLiveToken(database.owner, database.app);
  const path = `/customers/${(await createCustomer(database.owner)).id}`;
  expect((await api.node({ path, secret })).status).toBe(200);

  await wire.cut();
  const away = await Promise.all(Array.from({ length: 20 }, () => api.node({ path, secret })));
  for (const answer of away) {
    expect(answer).toMatchObject({
      status: 503,
      json: { code: "unavailable", request_id: answer.requestId },
    });
    expect(answer.text).not.toMatch(/ECONN|postgres|127\.0\.0\.1/i);
  }
  expect((await api.node({ path, secret: "cs_live_no" })).status).toBe(401);

  await wire.mend();
  expect((await api.node({ path, secret })).status).toBe(200);
});

it("answers 503 where the database falls silent without a word, and connects anew", async () => {
  const { secret } = await createLiveToken(database.owner, database.app, {
    scopes: ["customers:read", "customers:list"],
  });
  const { id } = await createCustomer(database.owner);
  const paths = [`/customers/${id}`, "/customers?limit=1"];
  for (const path of paths) expect((await api.node({ path, secret })).status).toBe(200);
  wire.silence();
  for (const path of paths) {
    expect((await api.node({ path, secret })).status).toBe(503);
    expect((await api.node({ path, secret })).status).toBe(200);
  }
});

it("answers 500 with its request id and no detail where one request's data fail, and logs no value", async () => {
  const { secret } = await createLiveToken(database.owner, database.app);
  const { id } = await createCustomer(database.owner);
  const sql = database.owner.$client;
  await sql.unsafe(
    `alter table audit_events add constraint spoiled check (not customer_ids @> array['${id}'])`,
  );
  const answer = await api.node({ path: `/customers/${id}`, secret });
  await sql`alter table audit_events drop constraint spoiled`;
  expect(answer).toMatchObject({ status: 500, json: { code: "internal", request_id: answer.requestId } });
  expect(answer.text).not.toMatch(/spoiled|audit|23514/);
  const logged = api.logs.join("");
  expect(logged).toContain(answer.requestId);
  expect(logged).toContain('"errorCode":"23514"');
  for (const value of [id, secret, "203.0.113.24"]) expect(logged).not.toContain(value);
});
