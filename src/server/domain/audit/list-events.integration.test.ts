import { beforeAll, describe, expect, test } from "vitest";
import { type ListEventsInput, listEventsInput } from "@/contracts/audit";
import { auditEvents, securityTokens } from "@/server/db/schema";
import { testDatabase } from "@/server/test/database";
import { contextOf, createUser, type TestPerson } from "@/server/test/factories/people";
import { getEvent, listEvents } from "./list-events";

const { owner, app } = await testDatabase();
let reader: TestPerson;
let tokenId: string;

const at = (hour: number) => new Date(Date.UTC(2026, 10, 20, hour));

beforeAll(async () => {
  reader = await createUser(owner, { name: "Maya Okafor", permissions: ["audit.read"] });
  const other = await createUser(owner, { name: "Sam Whitlock" });
  const draft = { purpose: "Tills", createdBy: reader.id, scopes: ["customers:read" as const] };
  const limits = { ratePerMinute: 60, dailyLimit: 5000, expiresAt: at(20) };
  const [token] = await owner
    .insert(securityTokens)
    .values({ ...draft, ...limits, reference: "ST-7F3K-9Q2M" })
    .returning();
  if (!token) throw new Error("The token was not made.");
  tokenId = token.id;
  const byUser = { actorKind: "user" as const, outcome: "allowed" as const };
  const byToken = { actorKind: "token" as const, actorId: tokenId, tokenId };
  await owner.insert(auditEvents).values([
    {
      ...byUser,
      at: at(1),
      action: "session.started",
      actorId: reader.id,
      requestId: "req_1",
      clientIp: "203.0.113.7",
    },
    {
      ...byUser,
      at: at(2),
      action: "user.invited",
      actorId: reader.id,
      subjectId: other.id,
      requestId: "req_2",
    },
    {
      ...{ ...byUser, at: at(3), action: "customer.viewed", actorId: other.id, requestId: "req_3" },
      ...{ clientIp: "203.0.113.9", customerIds: ["cus_a", "cus_b"], fields: ["email"] },
    },
    {
      ...{ ...byToken, at: at(4), action: "customer.read", outcome: "allowed", requestId: "req_4" },
      ...{ clientIp: "2001:db8::12", customerIds: ["cus_b"] },
    },
    {
      ...{ ...byToken, at: at(5), action: "customer.read", outcome: "refused", requestId: "req_5" },
      ...{ rule: "ip_not_allowed", clientIp: "192.0.2.4", details: { tried: 1 } },
    },
    { actorKind: "system", outcome: "allowed", at: at(6), action: "request.expired", requestId: "req_6" },
  ]);
});

const context = () => contextOf<"audit.read">(app, reader);
const list = async (input: Partial<Record<keyof ListEventsInput, unknown>> = {}) =>
  listEvents(context(), listEventsInput.parse(input));
const found = async (input: Parameters<typeof list>[0]) =>
  (await list(input)).events.map(({ requestId }) => Number(requestId.slice(4)));

test("records come newest first, with names for their ids", async () => {
  const { events, nextCursor } = await list();
  expect(nextCursor).toBeNull();
  expect(events.map(({ action }) => action)).toEqual([
    "request.expired",
    "customer.read",
    "customer.read",
    "customer.viewed",
    "user.invited",
    "session.started",
  ]);
  expect(events[1]).toMatchObject({
    at: at(5),
    outcome: "refused",
    rule: "ip_not_allowed",
    actor: { kind: "token", id: tokenId, name: "Tills" },
    token: { id: tokenId, reference: "ST-7F3K-9Q2M" },
    clientIp: "192.0.2.4",
    customerIds: [],
    details: { tried: 1 },
  });
  expect(events[3]).toMatchObject({ actor: { name: "Sam Whitlock" }, customerIds: ["cus_a", "cus_b"] });
  expect(events[4]).toMatchObject({
    actor: { name: "Maya Okafor" },
    subject: { name: "Sam Whitlock" },
    token: null,
  });
  expect(events[0]?.actor).toEqual({ kind: "system", id: null, name: null });
});

describe("each filter leaves exactly what it names", () => {
  test.each([
    [{ group: "customers" }, [5, 4, 3]],
    [{ group: "people" }, [2]],
    [{ group: "messages" }, []],
    [{ outcome: "refused" }, [5]],
    [{ actor: "sam" }, [3]],
    [{ actor: "%" }, []],
    [{ token: "st-7f3k-9q2m" }, [5, 4]],
    [{ token: "ST-0000-0000" }, []],
    [{ customerId: "cus_b" }, [4, 3]],
    [{ customerId: "cus_" }, []],
    [{ requestId: "req_2" }, [2]],
    [{ address: "203.0.113.9" }, [3]],
    [{ address: "203.0.113.0/24" }, [3, 1]],
    [{ address: "2001:DB8:0::/48" }, [4]],
    [{ from: at(3), to: at(5) }, [4, 3]],
    [{ outcome: "allowed", group: "customers", address: "203.0.113.0/24" }, [3]],
    [{ token: "", customerId: " ", address: "" }, [6, 5, 4, 3, 2, 1]],
  ])("%o", async (filter, expected) => {
    expect(await found(filter)).toEqual(expected);
  });

  test("a person by id and by e-mail address", async () => {
    expect(await found({ actor: reader.id })).toEqual([2, 1]);
    expect(await found({ actor: reader.email.toUpperCase() })).toEqual([2, 1]);
  });
});

test("pages follow each other without a gap or a repeat", async () => {
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const page = await list({ limit: 2, ...(cursor ? { cursor } : {}) });
    expect(page.events.length).toBeLessThanOrEqual(2);
    seen.push(...page.events.map(({ requestId }) => requestId));
    cursor = page.nextCursor;
  } while (cursor);
  expect(seen).toEqual(["req_6", "req_5", "req_4", "req_3", "req_2", "req_1"]);
});

test("one call's record is found by its request id", async () => {
  expect(await getEvent(context(), { requestId: "req_5" })).toMatchObject([{ rule: "ip_not_allowed" }]);
  await expect(getEvent(context(), { requestId: "req_none" })).rejects.toMatchObject({ code: "not_found" });
});
