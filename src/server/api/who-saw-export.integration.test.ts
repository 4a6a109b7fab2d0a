import { and, desc, eq, sql } from "drizzle-orm";
import { encode } from "next-auth/jwt";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { GET, HEAD } from "../../app/api/customers/who-saw/route";
import { endEmergencies } from "../db/queries/emergency-accesses";
import { endSessions } from "../db/queries/sessions";
import { approvedNetworks, auditEvents, userRoles } from "../db/schema";
import { askForEmergency } from "../domain/emergency-access/ask-for-emergency";
import { testDatabase } from "../test/database";
import { createCustomer } from "../test/factories/customers";
import {
  contextOf,
  createProgram,
  createUser,
  testAuthSecret as secret,
  type TestPerson,
} from "../test/factories/people";
import { approveRequest, createLiveToken } from "../test/factories/requests";
import { startPublicApi } from "../test/public-api";

let cookie: string | undefined;

vi.mock("next/headers", () => ({
  cookies: async () => ({ get: () => (cookie === undefined ? undefined : { value: cookie }) }),
  headers: async () => new Headers(),
}));

const database = await testDatabase();
const { owner, app } = database;
const api = await startPublicApi(database);
await createProgram(owner);
await createLiveToken(owner, app, { networks: ["203.0.113.24"] });
const { id: customerId } = await createCustomer(owner);

interface Asked {
  from?: string;
  search?: Record<string, string>;
  headers?: HeadersInit;
}

async function exportAs(
  person: TestPerson | null,
  { from = "203.0.113.24", search = { customerId, format: "csv" }, headers }: Asked = {},
): Promise<Response> {
  cookie = person ? await encode({ token: { sid: person.sessionId }, secret }) : undefined;
  const url = `http://localhost:3000/api/customers/who-saw?${new URLSearchParams(search)}`;
  return api.within(from, () =>
    GET(new Request(url, { headers: headers ?? { "sec-fetch-site": "same-origin" } })),
  );
}
const auditor = () => createUser(owner, { permissions: ["audit.read"] });
const exported = () => owner.$count(auditEvents, eq(auditEvents.action, "customer.history_exported"));

describe("the export of who saw a customer", () => {
  it("is a file, kept by nobody in between, and on record", async () => {
    const answer = await exportAs(await auditor());
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect((await answer.text()).split("\r\n")[0]).toContain(",");
    const [record] = await owner
      .select()
      .from(auditEvents)
      .where(eq(auditEvents.action, "customer.history_exported"));
    expect(record).toMatchObject({ customerIds: [customerId], details: { format: "csv" } });
  });

  it("carries the emergency access that opened it, and breaks off where an Approved IP gives way to one", async () => {
    const person = await createUser(owner, { permissions: ["audit.read", "customers.read"] });
    const approver = await createUser(owner, { permissions: ["access_requests.decide"] });
    const [first, second] = ["198.51.100.31", "198.51.100.32"];
    const openFrom = async (from: string) => {
      const asking = contextOf<"customers.read">(app, person, from);
      const { requestId } = await askForEmergency(asking, { reason: "The line is down.", minutes: 30 });
      await approveRequest(owner, app, requestId, approver);
      return requestId;
    };
    const under = async () => {
      const [record] = await owner
        .select()
        .from(auditEvents)
        .where(and(eq(auditEvents.action, "customer.history_exported"), eq(auditEvents.actorId, person.id)))
        .orderBy(desc(auditEvents.id));
      return record?.accessRequestId;
    };
    const requestId = await openFrom(first);
    expect(await (await exportAs(person, { from: first })).text()).toContain("at,what");
    expect(await under()).toBe(requestId);
    await endEmergencies(owner, { requestId }, person.id);
    await openFrom(second);
    const { tokenId } = await createLiveToken(owner, app, { networks: [second] });
    const answer = await exportAs(person, { from: second });
    expect(await under()).toBeNull();
    await owner
      .update(approvedNetworks)
      .set({ revokedAt: new Date() })
      .where(eq(approvedNetworks.tokenId, tokenId));
    await expect(answer.text()).rejects.toThrow("The export broke off.");
  });

  it("begins for nobody without a session, the permission, an Approved IP, our own page and a customer", async () => {
    const before = await exported();
    const person = await auditor();
    expect((await exportAs(null)).status).toBe(401);
    expect((await exportAs(await createUser(owner, { permissions: ["customers.read"] }))).status).toBe(403);
    expect((await exportAs(person, { from: "198.51.100.9" })).status).toBe(403);
    expect((await exportAs(person, { headers: { "sec-fetch-site": "cross-site" } })).status).toBe(403);
    expect((await exportAs(person, { search: { customerId, format: "exe" } })).status).toBe(400);
    expect(HEAD().status).toBe(405);
    expect(await exported()).toBe(before);
  });

  describe("breaks off between two pages of it", () => {
    // Reads by the hundred, so that one export takes several pages.
    const member = `cus_${"7".repeat(16)}`;
    beforeAll(async () => {
      await createCustomer(owner, { id: member });
      await owner.execute(sql`
        insert into audit_events (action, outcome, actor_kind, actor_id, request_id, customer_ids)
        select 'customer.viewed', 'allowed', 'user', ${(await auditor()).id}, 'req_' || n, array[${member}]
        from generate_series(1, 1200) n`);
    });

    /** The lines that still come where something ends after the first of them was read; and how it ended. */
    async function exportedUntil(ends: (person: TestPerson) => Promise<unknown>) {
      const person = await auditor();
      const answer = await exportAs(person, { search: { customerId: member, format: "csv" } });
      let lines = 0;
      try {
        for await (const _line of answer.body ?? []) {
          lines += 1;
          if (lines === 10) await ends(person);
        }
        return { lines, broken: null };
      } catch (error) {
        return { lines, broken: (error as Error).message };
      }
    }

    it("not where nothing ended", async () => {
      const whole = await exportedUntil(async () => {});
      expect(whole).toEqual({ lines: 1 + 1200, broken: null });
    });

    it.each([
      [
        "the session ended",
        ({ id }: TestPerson) => endSessions(owner, { userIds: [id] }, "signed_out").then(() => {}),
      ],
      [
        "the role was taken",
        ({ id }: TestPerson) =>
          owner
            .delete(userRoles)
            .where(eq(userRoles.userId, id))
            .then(() => {}),
      ],
      [
        "the Approved IP was revoked",
        () =>
          owner
            .update(approvedNetworks)
            .set({ revokedAt: new Date() })
            .then(() => {}),
      ],
    ])("where %s", async (_, ends) => {
      expect(await exportedUntil(ends)).toEqual({ lines: 1 + 500, broken: "The export broke off." });
    });
  });
});
