import { expect, it, vi } from "vitest";
import { testDatabase } from "../test/database";
import { createProgram } from "../test/factories/people";
import { createPair, submitRequest } from "../test/factories/requests";
import { startPublicApi } from "../test/public-api";
import { mailPage } from "./mail-page";

// Next's request scope is not here: nobody is signed in.
vi.mock("next/headers", () => ({
  cookies: async () => ({ get: () => undefined }),
  headers: async () => new Headers(),
}));

const database = await testDatabase();
const api = await startPublicApi(database);
const sql = database.owner.$client;
await createProgram(database.owner);
const { manager } = await createPair(database.owner);
await submitRequest(database.app, manager);
const [{ id = "" } = {}] = await sql<{ id: string }[]>`select id from messages`;
const page = (messageId: string, local = true) => api.within("127.0.0.1", () => mailPage(messageId), local);

it("is the mail as it would be sent, for this machine alone", async () => {
  const answer = await page(id);
  expect(answer.status).toBe(200);
  expect(await answer.text()).toContain("Maya Okafor asks for a security token");
  for (const none of [await page(id, false), await page("no-id"), await page(crypto.randomUUID())])
    expect(none.status).toBe(404);
});

it("answers a failure without what failed, which Next would print", async () => {
  await sql.unsafe("alter table messages rename to elsewhere");
  const answer = await page(id);
  await sql.unsafe("alter table elsewhere rename to messages");
  expect(answer.status).toBe(500);
  expect(await answer.text()).not.toMatch(/messages|select/);
  expect(api.logs.join("")).toContain("a mail could not be shown");
});
