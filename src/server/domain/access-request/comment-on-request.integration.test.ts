import { and, eq } from "drizzle-orm";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { accessRequestComments, auditEvents, messages, notifications } from "../../db/schema";
import { testDatabase } from "../../test/database";
import { refusalOf, tally } from "../../test/factories/accounts";
import { contextOf, createProgram, createUser, type TestPerson } from "../../test/factories/people";
import { approveRequest, createPair, submitRequest } from "../../test/factories/requests";
import { commentOnRequest } from "./comment-on-request";
import { getRequest } from "./get-request";

const { owner, app, clock } = await testDatabase();
beforeAll(() => createProgram(owner));
afterEach(() => clock.reset());

const say = (person: TestPerson, requestId: string, text = "Why the whole range?") =>
  commentOnRequest(contextOf(app, person), { requestId, text });
const toldOf = async (requestId: string) => {
  const about = eq(messages.accessRequestId, requestId);
  const rows = await owner
    .select()
    .from(messages)
    .where(and(about, eq(messages.kind, "request_commented")));
  return rows.map(({ recipientId }) => recipientId);
};
const bells = (requestId: string, userId: string) =>
  owner.$count(
    notifications,
    and(
      eq(notifications.accessRequestId, requestId),
      eq(notifications.userId, userId),
      eq(notifications.kind, "request_commented"),
    ),
  );

/** Everyone who decides is asked, so each test counts those of its own request. */
async function asked() {
  const pair = await createPair(owner);
  return { ...pair, ...(await submitRequest(app, pair.manager)) };
}

describe("a comment", () => {
  it("of who decides goes to the requester alone, and shows in order on the page of both", async () => {
    const { manager, admin, requestId } = await asked();
    const { commentId } = await say(admin, requestId, "Why the whole range?\nOne address was enough before.");
    expect(await toldOf(requestId)).toEqual([manager.id]);
    const about = and(eq(messages.accessRequestId, requestId), eq(messages.kind, "request_commented"));
    const details = { commentId, byId: admin.id };
    expect(await owner.select().from(messages).where(about)).toMatchObject([{ details }]);
    const bell = and(
      eq(notifications.accessRequestId, requestId),
      eq(notifications.kind, "request_commented"),
    );
    expect(await owner.select().from(notifications).where(bell)).toMatchObject([{ details }]);
    await say(manager, requestId, "<b>The router changes it.</b>");
    const { comments } = await getRequest(contextOf(app, admin), { requestId });
    expect(comments.map(({ text, byMe, authorName }) => [text, byMe, authorName])).toEqual([
      ["Why the whole range?\nOne address was enough before.", true, admin.name],
      ["<b>The router changes it.</b>", false, manager.name],
    ]);
  });

  it("of the requester goes to all who were asked, and to nobody who left", async () => {
    const { manager, admin, requestId } = await asked();
    const gone = await createUser(owner, { permissions: ["access_requests.decide"], status: "disabled" });
    await say(manager, requestId);
    const told = await toldOf(requestId);
    expect(told).toContain(admin.id);
    expect(told).not.toContain(manager.id);
    expect(told).not.toContain(gone.id);
    expect(await bells(requestId, admin.id)).toBe(1);
  });

  it("mails a person at most once in ten minutes, and rings once until it was read", async () => {
    const { manager, admin, requestId } = await asked();
    for (const text of ["First.", "Second.", "Third."]) await say(admin, requestId, text);
    expect(await toldOf(requestId)).toEqual([manager.id]);
    expect(await bells(requestId, manager.id)).toBe(1);
    await clock.advance(11 * 60_000);
    await say(admin, requestId, "Fourth.");
    expect(await toldOf(requestId)).toEqual([manager.id, manager.id]);
  });

  it("is possible after the decision, and then goes to who decided", async () => {
    const { manager, admin, requestId } = await asked();
    const other = await createUser(owner, { permissions: ["access_requests.decide"] });
    await approveRequest(owner, app, requestId, admin);
    await say(manager, requestId, "Thank you.");
    const told = await toldOf(requestId);
    expect(told).toEqual([admin.id]);
    expect(told).not.toContain(other.id);
  });

  it("is on record without its text", async () => {
    const { admin, requestId } = await asked();
    await say(admin, requestId, "words that stay out");
    const records = await owner
      .select()
      .from(auditEvents)
      .where(and(eq(auditEvents.accessRequestId, requestId), eq(auditEvents.action, "request.commented")));
    expect(records).toHaveLength(1);
    expect(JSON.stringify(records.map(({ details }) => details))).not.toContain("words that stay out");
  });
});

describe("the bounds of comments", () => {
  it("refuses who may not see the request, on record, and stores nothing", async () => {
    const { requestId } = await asked();
    const stranger = await createUser(owner, { permissions: ["customers.read"] });
    expect(await refusalOf(say(stranger, requestId))).toBe("permission_missing");
    expect(await owner.$count(accessRequestComments, eq(accessRequestComments.requestId, requestId))).toBe(0);
  });

  it("lets five a minute of one person through, however many come at once", async () => {
    const { admin, requestId } = await asked();
    await clock.set(new Date("2026-06-01T09:00:05Z"));
    const outcomes = await Promise.all(
      Array.from({ length: 12 }, (_, index) => refusalOf(say(admin, requestId, `Comment ${index}.`))),
    );
    expect(tally(outcomes)).toEqual({ none: 5, too_many_attempts: 7 });
    await expect(say(admin, requestId)).rejects.toMatchObject({
      message: expect.stringMatching(/in a minute/),
      details: { retry_after_seconds: 60 },
    });
  });

  it("ends at a hundred on one request, for all its people together", async () => {
    const { manager, admin, requestId } = await asked();
    await owner
      .insert(accessRequestComments)
      .values(Array.from({ length: 98 }, () => ({ requestId, authorId: admin.id, text: "So it goes." })));
    const outcomes = await Promise.all([
      ...[1, 2, 3].map(() => refusalOf(say(manager, requestId))),
      ...[1, 2].map(() => refusalOf(say(admin, requestId))),
    ]);
    expect(tally(outcomes)).toEqual({ none: 2, conflict: 3 });
    await expect(say(manager, requestId)).rejects.toMatchObject({
      message: expect.stringMatching(/at most 100/),
    });
    expect((await getRequest(contextOf(app, admin), { requestId })).commentsFull).toBe(true);
  });
});
