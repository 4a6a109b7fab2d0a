import { describe, expect, it } from "vitest";
import { insertNotifications } from "../../db/queries/notifications";
import { testDatabase } from "../../test/database";
import { contextOf, createProgram, createUser } from "../../test/factories/people";
import { codeOf, createPair, digestOf, submitRequest } from "../../test/factories/requests";
import { approveAccessRequest } from "../access-request/decide-access-request";
import { listNotifications, readNotifications } from "./list-notifications";

const { owner, app } = await testDatabase();
await createProgram(owner);

describe("one's own notifications", () => {
  it("come by pages, newest first, each once, whatever arrives meanwhile", async () => {
    const person = await createUser(owner);
    const context = contextOf(app, person);
    for (let index = 0; index < 65; index++) {
      await insertNotifications(app, [{ userId: person.id, kind: "new_sign_in", details: { days: index } }]);
    }
    const seen: Array<number | undefined> = [];
    let cursor: string | undefined;
    for (let page = 0; page < 3; page++) {
      const { notifications, nextCursor } = await listNotifications(context, { cursor });
      seen.push(...notifications.map(({ details }) => details?.days));
      await insertNotifications(app, [{ userId: person.id, kind: "roles_changed" }]);
      cursor = nextCursor ?? undefined;
    }
    expect(seen).toEqual(Array.from({ length: 65 }, (_, index) => 64 - index));
    expect(cursor).toBeUndefined();
  });

  it("are reached by nobody else's cursor, and read by nobody else", async () => {
    const [person, other] = [await createUser(owner), await createUser(owner)];
    await insertNotifications(app, [{ userId: person.id, kind: "new_sign_in" }]);
    const [mine] = (await listNotifications(contextOf(app, person))).notifications;
    expect((await listNotifications(contextOf(app, other), { cursor: mine?.id })).notifications).toEqual([]);
    await readNotifications(contextOf(app, other), { notificationId: mine?.id });
    expect((await listNotifications(contextOf(app, person))).notifications[0]?.readAt).toBeNull();
    await readNotifications(contextOf(app, person), { notificationId: mine?.id });
    expect((await listNotifications(contextOf(app, person))).notifications[0]?.readAt).toBeInstanceOf(Date);
  });

  it("tell the token and the request they are about, and who asked", async () => {
    const { manager, admin } = await createPair(owner);
    const { requestId, tokenId, reference } = await submitRequest(app, manager);
    await insertNotifications(app, [{ userId: manager.id, kind: "token_revoked", tokenId }]);
    const [ofToken] = (await listNotifications(contextOf(app, manager))).notifications;
    expect(ofToken).toMatchObject({ tokenId, reference, purpose: "Tills, Quayside stores", open: false });
    const [ofRequest] = (await listNotifications(contextOf(app, admin))).notifications;
    expect(ofRequest).toMatchObject({
      ...{ kind: "approval_requested", accessRequestId: requestId, requestKind: "new_token" },
      ...{ tokenId, reference, mine: false, open: true },
    });
  });

  it("about a request are read once its reader decides it, or opens it, and no other", async () => {
    const { manager, admin } = await createPair(owner);
    const [decided, opened, left] = [
      await submitRequest(app, manager),
      await submitRequest(app, manager),
      await submitRequest(app, manager),
    ];
    const context = contextOf<"access_requests.decide">(app, admin);
    await approveAccessRequest(context, {
      requestId: decided.requestId,
      digest: await digestOf(owner, decided.requestId),
      code: await codeOf(owner, decided.requestId, admin),
    });
    await readNotifications(context, { accessRequestId: opened.requestId });
    const { notifications } = await listNotifications(context);
    const unread = notifications.filter(({ readAt }) => readAt === null);
    expect(unread.map(({ accessRequestId }) => accessRequestId)).toEqual([left.requestId]);
  });

  it("about a token are read once its reader opens it: no other's, nor what is asked for it, nor another person's", async () => {
    const { manager, admin } = await createPair(owner);
    const [opened, left] = [await submitRequest(app, manager), await submitRequest(app, manager)];
    const about = (userId: string, tokenId: string) => ({
      userId,
      kind: "token_suspended" as const,
      tokenId,
    });
    await insertNotifications(app, [about(admin.id, opened.tokenId), about(admin.id, left.tokenId)]);
    await insertNotifications(app, [about(manager.id, opened.tokenId)]);
    await readNotifications(contextOf(app, admin), { tokenId: opened.tokenId });
    const unread = async (of: typeof admin) =>
      (await listNotifications(contextOf(app, of))).notifications
        .filter(({ readAt }) => readAt === null)
        .map(({ kind, tokenId }) => [kind, tokenId])
        .toSorted();
    expect(await unread(admin)).toEqual(
      [
        ["approval_requested", opened.tokenId],
        ["approval_requested", left.tokenId],
        ["token_suspended", left.tokenId],
      ].toSorted(),
    );
    expect(await unread(manager)).toEqual([["token_suspended", opened.tokenId]]);
  });
});
