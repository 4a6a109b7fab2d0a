import { inspect } from "node:util";
import { and, eq } from "drizzle-orm";
import { encode } from "next-auth/jwt";
import { describe, expect, it, vi } from "vitest";
import { auditEvents } from "../../db/schema";
import { testDatabase } from "../../test/database";
import { createProgram, createUser, testAuthSecret, testSettings } from "../../test/factories/people";
import { startPublicApi } from "../../test/public-api";
import { createTrpcContext } from "./context";
import { handleTrpc } from "./handler";
import { appRouter } from "./root";

let cookie: string | undefined;

// Next's request scope is not here.
vi.mock("next/headers", () => ({
  cookies: async () => ({ get: () => (cookie === undefined ? undefined : { value: cookie }) }),
  headers: async () => new Headers(),
}));

const database = await testDatabase();
const api = await startPublicApi(database);
const own = testSettings.appUrl.origin;
await createProgram(database.owner);
await createUser(database.owner);

const send = (path: string, init: RequestInit = {}) =>
  api.within("203.0.113.24", () => handleTrpc(new Request(`${own}/api/trpc/${path}`, init)));

function post(path: string, body: string, headers: Record<string, string> = {}) {
  const length = String(Buffer.byteLength(body));
  const all = { "content-type": "application/json", "content-length": length, origin: own, ...headers };
  return send(path, { method: "POST", body, headers: all });
}

const reset = "account.requestPasswordReset";
const body = JSON.stringify({ json: { email: "nobody@harbour.example" } });

describe("tRPC takes (rule 14)", () => {
  it("a change from our own pages", async () => {
    expect((await post(reset, body)).status).toBe(200);
  });

  it.each([
    ["another origin", { origin: "https://evil.example" }, 403],
    ["no origin", { origin: "" }, 403],
    ["form data", { "content-type": "application/x-www-form-urlencoded" }, 415],
    ["plain text", { "content-type": "text/plain" }, 415],
    ["multipart", { "content-type": "multipart/form-data; boundary=x" }, 415],
    ["a body said to be too large", { "content-length": "300000" }, 413],
  ])("no change from %s", async (_, headers, status) => {
    expect((await post(reset, body, headers)).status).toBe(status);
  });

  it("nothing by GET or another verb, queries included", async () => {
    const query = `?input=${encodeURIComponent(body)}`;
    for (const path of [`${reset}${query}`, `customers.view${query}`, "setup.status?input=%7B%7D"]) {
      const answer = await send(path, { headers: { origin: own, "content-type": "application/json" } });
      expect(answer.status, path).toBe(405);
      expect(answer.headers.get("allow"), path).toBe("POST");
    }
    expect((await send(reset, { method: "PUT", body })).status).toBe(405);
  });

  it("a query by POST, from our own pages alone", async () => {
    expect((await post("setup.status", "{}")).status).toBe(200);
    expect((await post("setup.status", "{}", { origin: "https://evil.example" })).status).toBe(403);
  });

  it("at most ten calls a batch", async () => {
    const batch = (count: number) => `${Array(count).fill("setup.status").join(",")}?batch=1`;
    expect((await post(batch(10), "{}")).status).toBe(200);
    expect((await post(batch(11), "{}")).status).toBe(400);
  });
});

describe("what leaves with an error (rules 14 and 18)", () => {
  it("is a listed sentence with the request id, and no stack", async () => {
    const answer = await post("shell.status", "{}");
    expect(answer.status).toBe(401);
    const text = await answer.text();
    expect(JSON.parse(text).error.json).toMatchObject({
      message: "Sign in to go on.",
      data: { reason: "not_signed_in", requestId: expect.stringMatching(/^req_/) },
    });
    expect(text).not.toContain("stack");
  });

  it("names the field of bad input", async () => {
    const answer = await post(reset, JSON.stringify({ json: { email: "not an address" } }));
    expect(answer.status).toBe(400);
    expect((await answer.json()).error.json.data.fields).toEqual({
      email: "Enter an e-mail address such as name@example.com.",
    });
  });

  it("is on record where a signed-in person sent bad input, by the procedure's name alone, 60 times a minute", async () => {
    const person = await createUser(database.owner, { permissions: ["audit.read"] });
    const bad = JSON.stringify({ json: { group: "not one of them" } });
    const records = () =>
      database.owner
        .select()
        .from(auditEvents)
        .where(and(eq(auditEvents.actorId, person.id), eq(auditEvents.rule, "invalid_input")));
    expect((await post("audit.list", bad)).status).toBe(401);
    cookie = await encode({ token: { sid: person.sessionId }, secret: testAuthSecret });
    try {
      expect((await post("audit.list", bad)).status).toBe(400);
      expect(await records()).toMatchObject([
        { action: "procedure.refused", outcome: "refused", details: { procedure: "audit.list" } },
      ]);
      expect(inspect(await records())).not.toContain("not one of them");
      for (let more = 0; more < 64; more += 1) await post("audit.list", bad);
      expect(await records()).toHaveLength(60);
    } finally {
      cookie = undefined;
    }
  });

  it("says nothing of an unexpected failure", async () => {
    await database.owner.$client.unsafe("alter table program_settings rename to elsewhere");
    try {
      const answer = await post("welcome.signIn", "{}");
      expect(answer.status).toBe(500);
      const text = await answer.text();
      expect(text).toContain("Something went wrong on our side");
      expect(text).not.toContain("program_settings");
      const thrown = await api
        .within("203.0.113.24", () => appRouter.createCaller(createTrpcContext).welcome.signIn())
        .catch((error: unknown) => error);
      expect(inspect(thrown, { depth: 9 })).not.toMatch(/program_settings|Failed query/);
      expect(api.logs.join("")).toContain("procedure failed");
    } finally {
      await database.owner.$client.unsafe("alter table elsewhere rename to program_settings");
    }
  });
});
