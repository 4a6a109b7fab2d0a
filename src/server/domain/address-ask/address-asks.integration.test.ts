import { and, eq } from "drizzle-orm";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { addressAsks, auditEvents, messages, notifications } from "../../db/schema";
import { testDatabase } from "../../test/database";
import { refusalOf, tally } from "../../test/factories/accounts";
import { contextOf, createProgram, createUser, type TestPerson } from "../../test/factories/people";
import { approveRequest, createLiveToken, submitRequest } from "../../test/factories/requests";
import { rejectAccessRequest } from "../access-request/decide-access-request";
import { withdrawAccessRequest } from "../access-request/withdraw-access-request";
import { addNetworks } from "../security-token/add-networks";
import { askForAddress } from "./ask-for-address";
import { dismissAsk } from "./dismiss-ask";
import { getAsk, listAsks, ownAsk } from "./list-asks";

const { owner, app, clock } = await testDatabase();
const reason = "Somebody works from the new office.";
let live: Awaited<ReturnType<typeof createLiveToken>>;

beforeAll(async () => {
  await createProgram(owner);
  live = await createLiveToken(owner, app, { networks: ["203.0.113.24"] });
});
afterEach(() => clock.reset());

const manages = (person: TestPerson) => contextOf<"api_settings.manage">(app, person);
const ask = (person: TestPerson, from: string | null, note = "") =>
  askForAddress(contextOf(app, person, from), { note });
const standing = async (person: TestPerson, from: string) => (await ownAsk(contextOf(app, person, from))).ask;
const staff = () => createUser(owner, { permissions: ["customers.read"] });
const askedMails = (userId: string) =>
  owner.$count(messages, and(eq(messages.recipientId, userId), eq(messages.kind, "address_asked")));
const bells = async (userId: string) => {
  const rows = await owner.select().from(notifications).where(eq(notifications.userId, userId));
  return rows.map(({ kind, details, accessRequestId }) => ({ kind, details, accessRequestId }));
};
const answer = (askId: string, network: string, person = live.manager) =>
  addNetworks(manages(person), {
    tokenId: live.tokenId,
    reason,
    networks: [{ network, label: "New office", expiresAt: null }],
    askId,
  });

describe("asking for one's address", () => {
  it("tells every Security Manager but the asker, once however often it is pressed", async () => {
    const sam = await staff();
    const own = { permissions: ["customers.read", "api_settings.manage"] as const };
    const both = await createUser(owner, own);
    const before = await askedMails(live.manager.id);
    const pressed = await Promise.all([1, 2, 3, 4].map(() => ask(sam, "198.51.100.7", "New office.")));
    expect(new Set(pressed.map(({ askId }) => askId)).size).toBe(1);
    expect(await askedMails(live.manager.id)).toBe(before + 1);
    await ask(both, "198.51.100.8");
    expect(await askedMails(both.id)).toBe(1);
    const records = await owner.$count(
      auditEvents,
      and(eq(auditEvents.action, "address.asked"), eq(auditEvents.actorId, sam.id)),
    );
    expect(records).toBe(1);
    await owner.execute(`update users set status = 'disabled' where id = '${both.id}'`);
  });

  it("waits in the managers' list with who asks, and never tells the asker what is approved", async () => {
    const sam = await staff();
    const { askId } = await ask(sam, "198.51.100.9", "Floor 2.");
    const { asks } = await listAsks(manages(live.manager));
    expect(asks.find(({ id }) => id === askId)).toMatchObject({
      address: "198.51.100.9",
      note: "Floor 2.",
      askedByName: sam.name,
      state: "open",
    });
    expect(await getAsk(manages(live.manager), { askId })).toMatchObject({ askedBy: { name: sam.name } });
    expect(JSON.stringify(await ownAsk(contextOf(app, sam, "198.51.100.9")))).not.toContain("203.0.113.24");
  });

  it("is refused without a role for a guarded page, without an address, and from an approved one", async () => {
    const none = await createUser(owner);
    expect(await refusalOf(ask(none, "198.51.100.10"))).toBe("permission_missing");
    const sam = await staff();
    expect(await refusalOf(ask(sam, null))).toBe("conflict");
    expect(await refusalOf(ask(sam, "203.0.113.24"))).toBe("conflict");
    expect(await owner.$count(addressAsks, eq(addressAsks.askedBy, sam.id))).toBe(0);
  });

  it("keeps five open asks of a person, and twenty a day, however many come at once", async () => {
    const sam = await staff();
    const at = (index: number) => `198.51.100.${100 + index}`;
    const outcomes = await Promise.all(
      Array.from({ length: 9 }, (_, index) => refusalOf(ask(sam, at(index)))),
    );
    expect(tally(outcomes)).toEqual({ none: 5, too_many_attempts: 4 });
    await owner.execute(
      `update address_asks set answered_at = countersign_now(), answered_by = '${live.manager.id}' where asked_by = '${sam.id}'`,
    );
    for (let index = 20; index < 35; index += 1) {
      await ask(sam, at(index));
      await owner.execute(
        `update address_asks set answered_at = countersign_now() where asked_by = '${sam.id}'`,
      );
    }
    expect(await refusalOf(ask(sam, at(50)))).toBe("too_many_attempts");
    await clock.advance(25 * 3_600_000);
    expect(await refusalOf(ask(sam, at(50)))).toBe("none");
  });
});

describe("answering an ask", () => {
  it("by a request: in approval, then approved, and only the asker learns of it, without the request", async () => {
    const sam = await staff();
    const { askId } = await ask(sam, "198.51.100.40");
    const { requestId } = await answer(askId, "198.51.100.40");
    expect(await standing(sam, "198.51.100.40")).toMatchObject({ state: "in_approval" });
    await approveRequest(owner, app, requestId, live.admin);
    expect(await standing(sam, "198.51.100.40")).toMatchObject({ state: "approved" });
    expect((await ownAsk(contextOf(app, sam, "198.51.100.40"))).approved).toBe(true);
    expect((await bells(sam.id))[0]).toEqual({
      kind: "address_approved",
      details: { askId, address: "198.51.100.40" },
      accessRequestId: null,
    });
  });

  it("by a request that holds another address leaves the ask open, and tells the asker nothing", async () => {
    const sam = await staff();
    const { askId } = await ask(sam, "198.51.100.41");
    const { requestId } = await answer(askId, "198.51.100.42");
    await approveRequest(owner, app, requestId, live.admin);
    expect(await bells(sam.id)).toEqual([]);
    expect(await standing(sam, "198.51.100.41")).toMatchObject({ id: askId, state: "open" });
    const [row] = await owner.select().from(addressAsks).where(eq(addressAsks.id, askId));
    expect(row).toMatchObject({ answeredBy: null, accessRequestId: null });
  });

  it("by a new token whose networks hold the address, once, and by none whose do not", async () => {
    const sam = await staff();
    const { askId } = await ask(sam, "198.51.100.46");
    const rowOf = async () => (await owner.select().from(addressAsks).where(eq(addressAsks.id, askId)))[0];
    await submitRequest(app, live.manager, { networks: ["198.51.100.47"], askId });
    expect(await rowOf()).toMatchObject({ answeredBy: null, accessRequestId: null });
    const { requestId } = await submitRequest(app, live.manager, { networks: ["198.51.100.44/30"], askId });
    expect(await rowOf()).toMatchObject({ answeredBy: live.manager.id, accessRequestId: requestId });
    expect(await refusalOf(submitRequest(app, live.manager, { networks: ["198.51.100.46"], askId }))).toBe(
      "conflict",
    );
    await approveRequest(owner, app, requestId, live.admin);
    expect(await bells(sam.id)).toMatchObject([{ kind: "address_approved", details: { askId } }]);
  });

  it("by any request that opens the address, though nobody named the ask", async () => {
    const sam = await staff();
    const { askId } = await ask(sam, "198.51.100.66");
    const { requestId } = await addNetworks(manages(live.manager), {
      tokenId: live.tokenId,
      reason,
      networks: [{ network: "198.51.100.64/30", label: "", expiresAt: null }],
    });
    const { asks } = await listAsks(manages(live.manager));
    expect(asks.find(({ id }) => id === askId)).toMatchObject({ state: "in_approval", requestId });
    await approveRequest(owner, app, requestId, live.admin);
    expect(await standing(sam, "198.51.100.66")).toMatchObject({ state: "approved" });
    expect(await bells(sam.id)).toMatchObject([{ kind: "address_approved", details: { askId } }]);
  });

  it("by a request that is rejected or withdrawn leaves the way open to ask again", async () => {
    const sam = await staff();
    const first = await ask(sam, "198.51.100.80");
    const { requestId } = await answer(first.askId, "198.51.100.80");
    const [row] = await owner.execute<{ digest: string }>(
      `select encode(digest, 'hex') as digest from access_requests where id = '${requestId}'`,
    );
    await rejectAccessRequest(contextOf(app, live.admin), {
      requestId,
      digest: row?.digest ?? "",
      note: "Use the VPN.",
    });
    expect(await standing(sam, "198.51.100.80")).toMatchObject({ state: "rejected", note: "Use the VPN." });
    const second = await ask(sam, "198.51.100.80");
    expect(second.askId).not.toBe(first.askId);
    const again = await answer(second.askId, "198.51.100.80");
    await withdrawAccessRequest(contextOf(app, live.manager), { requestId: again.requestId });
    expect(await standing(sam, "198.51.100.80")).toMatchObject({ state: "ended" });
  });

  it("by dismissing it carries a note to the asker, on record", async () => {
    const sam = await staff();
    const { askId } = await ask(sam, "198.51.100.90");
    await dismissAsk(manages(live.manager), { askId, note: "Please use the VPN." });
    expect(await standing(sam, "198.51.100.90")).toMatchObject({
      state: "dismissed",
      note: "Please use the VPN.",
      answeredByName: live.manager.name,
    });
    expect(await bells(sam.id)).toMatchObject([{ kind: "address_asked", details: { askId } }]);
    const records = await owner.select().from(auditEvents).where(eq(auditEvents.subjectId, askId));
    expect(records.map(({ action }) => action).sort()).toEqual(["address.ask_dismissed", "address.asked"]);
  });

  it("by two at once: one wins, the other is told, and nothing of theirs remains", async () => {
    const lena = await createUser(owner, { name: "Lena Hoffmann", permissions: ["api_settings.manage"] });
    for (let round = 0; round < 4; round += 1) {
      const sam = await staff();
      const { askId } = await ask(sam, `198.51.100.${200 + round}`);
      const outcomes = await Promise.all([
        refusalOf(dismissAsk(manages(lena), { askId, note: "Not from there." })),
        refusalOf(answer(askId, `198.51.100.${200 + round}`)),
        refusalOf(dismissAsk(manages(live.manager), { askId, note: "Not this one." })),
      ]);
      expect(tally(outcomes)).toEqual({ none: 1, conflict: 2 });
      const [row] = await owner.select().from(addressAsks).where(eq(addressAsks.id, askId));
      const open = await owner.execute<{ id: string }>(
        `select id from access_requests where token_id = '${live.tokenId}' and status = 'pending'`,
      );
      expect(open.map(({ id }) => id)).toEqual(row?.accessRequestId ? [row.accessRequestId] : []);
      if (row?.accessRequestId) {
        await withdrawAccessRequest(contextOf(app, live.manager), { requestId: row.accessRequestId });
      }
    }
  });
});
