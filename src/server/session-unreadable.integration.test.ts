import { tmpdir } from "node:os";
import { inspect } from "node:util";
import { encode } from "next-auth/jwt";
import { expect, it, vi } from "vitest";
import { getActor, getSession } from "./auth";
import { testDatabase } from "./test/database";
import { startPublicApi } from "./test/public-api";

const secret = "only-for-tests-only-for-tests-only";
const sid = "5f0f64a0-93c5-4a63-9c5e-0a4f8bb1c6d2";
const token = await encode({ token: { sid }, secret });

vi.mock("next/headers", () => ({
  cookies: async () => ({ get: () => ({ value: token }) }),
  headers: async () => new Headers(),
}));
vi.stubEnv("AUTH_SECRET", secret);
vi.stubEnv("ENCRYPTION_KEYS", `k1:${Buffer.alloc(32, 7).toString("base64url")}`);
vi.stubEnv("DATA_DIR", tmpdir());

const database = await testDatabase();
const api = await startPublicApi(database);
const thrownBy = (read: () => Promise<unknown>) =>
  api.within("203.0.113.24", read).then(
    () => undefined,
    (error: unknown) => error,
  );

it("throws a plain sentence where a session cannot be read, and keeps the database's error in our log", async () => {
  expect(await api.within("203.0.113.24", getActor)).toBeNull();
  await database.owner.$client.unsafe("alter table sessions rename to elsewhere");
  for (const read of [getActor, getSession]) {
    const thrown = await thrownBy(read);
    expect(thrown).toMatchObject({ message: "The session could not be read." });
    expect(inspect(thrown, { depth: 9 })).not.toMatch(/Failed query|select|5f0f64a0/);
  }
  const logged = api.logs.join("");
  expect(logged).toContain("a session could not be read");
  expect(logged).not.toMatch(/select|5f0f64a0/);
});
