import { setTimeout as sleep } from "node:timers/promises";
import { and, eq } from "drizzle-orm";
import { encode } from "next-auth/jwt";
import { afterAll, describe, expect, it, vi } from "vitest";
import { GET, HEAD } from "../../app/api/audit/export/route";
import { exportedSealSchema, exportHeadSchema } from "../../contracts/audit-chain";
import { createDatabase } from "../db/client";
import { chainState } from "../db/queries/audit-chain";
import { endSessions } from "../db/queries/sessions";
import { auditEvents } from "../db/schema";
import { recordEvent } from "../domain/audit/record-event";
import { sealEvents } from "../domain/audit/seal-events";
import { readExportedSeal, verifyChain } from "../domain/audit/verify-chain";
import { runtime } from "../runtime";
import { testDatabase } from "../test/database";
import {
  contextOf,
  createProgram,
  createUser,
  testAuthSecret as secret,
  type TestPerson,
} from "../test/factories/people";
import { createLiveToken } from "../test/factories/requests";
import { startPublicApi } from "../test/public-api";
import { answerExport } from "./answer-export";

let cookie: string | undefined;

vi.mock("next/headers", () => ({
  cookies: async () => ({ get: () => (cookie === undefined ? undefined : { value: cookie }) }),
  headers: async () => new Headers(),
}));

const database = await testDatabase();
const { owner, app, jobsUrl } = database;
const jobs = createDatabase(jobsUrl, { max: 1 });
const api = await startPublicApi(database);
await createProgram(owner);
afterAll(() => jobs.$client.end());

const usual = { "sec-fetch-site": "same-origin" };

async function exportAs(person: TestPerson | null, headers: HeadersInit = usual): Promise<Response> {
  cookie = person ? await encode({ token: { sid: person.sessionId }, secret }) : undefined;
  return api.within("203.0.113.24", () =>
    GET(new Request("http://localhost:3000/api/audit/export", { headers })),
  );
}
const auditor = () => createUser(owner, { permissions: ["audit.read"] });

describe("the export of the audit log", () => {
  it("carries every sealed record, verifies by itself, names no secret, and is on record", async () => {
    const { secret: token } = await createLiveToken(owner, app);
    await sealEvents({ db: jobs });
    const answer = await exportAs(await auditor());
    expect(answer.status).toBe(200);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(answer.headers.get("content-disposition")).toMatch(/^attachment; filename="countersign-audit-/);
    const text = await answer.text();
    expect(text).not.toContain(token);
    const [head = "", ...lines] = text.trimEnd().split("\n");
    expect(exportHeadSchema.parse(JSON.parse(head)).program).toBe("Harbour Rewards");
    const seals = lines.map((line) => readExportedSeal(exportedSealSchema.parse(JSON.parse(line))));
    const verdict = await verifyChain(
      (async function* () {
        yield* seals;
      })(),
      [],
    );
    expect(verdict).toMatchObject({ fault: null });
    expect(Number(verdict.records)).toBeGreaterThan(3);
    expect(await owner.$count(auditEvents, eq(auditEvents.action, "audit.exported"))).toBe(1);
  });

  it("is refused to who may not read the audit log, and that is on record too", async () => {
    expect((await exportAs(null)).status).toBe(401);
    const answer = await exportAs(await createUser(owner, { permissions: ["customers.read"] }));
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({ error: { code: "permission_missing" } });
    const [refusal] = await owner
      .select()
      .from(auditEvents)
      .where(eq(auditEvents.action, "procedure.refused"));
    expect(refusal?.details).toMatchObject({ procedure: "audit.export" });
    expect(HEAD().status).toBe(405);
  });

  it.each([
    ["another site's link", { "sec-fetch-site": "cross-site" }],
    ["a neighbouring site's", { "sec-fetch-site": "same-site" }],
    ["another origin", { origin: "https://evil.example" }],
  ])("does not begin by %s, and leaves no record", async (_, headers) => {
    const before = await owner.$count(auditEvents, eq(auditEvents.action, "audit.exported"));
    expect((await exportAs(await auditor(), headers)).status).toBe(403);
    expect(await owner.$count(auditEvents, eq(auditEvents.action, "audit.exported"))).toBe(before);
  });

  it("ends where the chain ended when it began, and breaks off where the session has ended since", async () => {
    const person = await auditor();
    await sealEvents({ db: jobs });
    const answer = await exportAs(person);
    const { seq } = await chainState(owner);
    await recordEvent(contextOf(app, person), { action: "session.started" });
    await sealEvents({ db: jobs });
    expect(BigInt((await chainState(owner)).seq)).toBeGreaterThan(BigInt(seq));
    const lines = (await answer.text()).trimEnd().split("\n");
    expect(JSON.parse(lines.at(-1) ?? "")).toMatchObject({ seq });

    const broken = await exportAs(person);
    await endSessions(owner, { userIds: [person.id] }, "signed_out");
    await expect(broken.text()).rejects.toThrow("The export broke off.");
  });

  it("runs twice at once for one person; a third says so, leaves no record, and begins once one has ended", async () => {
    const person = await auditor();
    const recorded = () =>
      owner.$count(
        auditEvents,
        and(eq(auditEvents.action, "audit.exported"), eq(auditEvents.actorId, person.id)),
      );
    const [first, second] = [await exportAs(person), await exportAs(person)];
    const third = await exportAs(person);
    expect(third.status).toBe(429);
    expect(await third.json()).toMatchObject({
      error: { message: "2 exports of yours are under way. Wait until one has ended, or stop it." },
    });
    expect(await recorded()).toBe(2);
    expect((await exportAs(await auditor())).status).toBe(200);
    // One is downloaded to its end, another given up, a third breaks off: each makes room.
    await first.text();
    const fourth = await exportAs(person);
    expect(fourth.status).toBe(200);
    await second.body?.cancel();
    const fifth = await exportAs(person);
    expect(fifth.status).toBe(200);
    await fourth.text();
    const session = { userIds: [person.id] };
    await owner.transaction((tx) => endSessions(tx, session, "signed_out"));
    await expect(fifth.text()).rejects.toThrow("The export broke off.");
    expect(runtime().exports.take(person.id)).not.toThrow();
    expect(runtime().exports.take(person.id)).not.toThrow();
  });

  it("gives its place to another, and breaks off, where the download stands still", async () => {
    const { id: userId } = await auditor();
    const closed = vi.fn();
    const lines = (async function* () {
      try {
        for (;;) yield "a line\n";
      } finally {
        closed();
      }
    })();
    const kind = { what: "an export", type: "text/plain", fileName: "lines.txt" };
    const answer = await answerExport({ userId, ...kind, begin: async () => lines, patience: 100 });
    const reader = answer.body?.getReader();
    for (let turn = 0; turn < 4; turn += 1) {
      await sleep(50);
      expect((await reader?.read())?.done).toBe(false);
    }
    const leave = runtime().exports.take(userId);
    expect(() => runtime().exports.take(userId)).toThrow("2 exports");
    await expect.poll(() => closed.mock.calls.length).toBe(1);
    expect(runtime().exports.take(userId)).not.toThrow();
    leave();
    await reader?.read().catch(() => {});
    await expect(reader?.read()).rejects.toThrow("The export broke off.");
  });
});
