import { and, eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { longestRequestDays } from "../../../contracts/program";
import { createDatabase } from "../../db/client";
import {
  accessRequests,
  approvalCodes,
  emailChanges,
  messages,
  notifications,
  oneTimeLinks,
  programSettings,
  users,
} from "../../db/schema";
import { testDatabase } from "../../test/database";
import { anonymousContext, linkTokenOf, recordsAbout, refusalOf, tally } from "../../test/factories/accounts";
import { approveAs, newestRequest } from "../../test/factories/changes";
import { contextOf, createProgram, createUser, type TestPerson } from "../../test/factories/people";
import { submitRequest } from "../../test/factories/requests";
import { rejectAccessRequest } from "../access-request/decide-access-request";
import { messageFacts } from "../message/message-facts";
import { readSession } from "../session/read-session";
import { disableUser } from "../user/disable-user";
import { askEmailChangeOf, askOwnEmailChange } from "./ask-email-change";
import { cancelEmailChangeByLink, cancelEmailChangeOf, cancelOwnEmailChange } from "./cancel-email-change";
import { confirmEmailChange } from "./confirm-email-change";
import { ownEmailChange, previewEmailChange } from "./show-email-change";

const databases = await testDatabase();
const { owner, app, appUrl, clock } = databases;
const reason = "Their old mailbox was closed last week.";
const hour = 3_600_000;
let ingrid: TestPerson;
let tomas: TestPerson;
let sam: TestPerson;

beforeEach(async () => {
  await clock.reset();
  await createProgram(owner);
  await owner.update(users).set({ status: "disabled" });
  ingrid = await createUser(owner, { permissions: ["users.manage"] });
  tomas = await createUser(owner, { permissions: ["access_requests.decide"] });
  sam = await createUser(owner, { permissions: ["customers.read"], name: "Sam Whitlock" });
});

const newEmail = () => `${crypto.randomUUID()}@harbour.example`;
const askOwn = (person: TestPerson, email: string) => askOwnEmailChange(contextOf(app, person), { email });
const askFor = (person: TestPerson, email: string, actor = ingrid) =>
  askEmailChangeOf(contextOf<"users.manage">(app, actor), { userId: person.id, email, reason });
const tokenOf = (person: TestPerson, side: "from" | "to") =>
  linkTokenOf(owner, person.id, `email_change_${side}`);
const confirm = (token: string) => confirmEmailChange(anonymousContext(app), { token });
const confirmAs = async (person: TestPerson, side: "from" | "to") => confirm(await tokenOf(person, side));
const emailOf = async (person: { id: string }) =>
  (await owner.select().from(users).where(eq(users.id, person.id)))[0]?.email;
const mailsOf = async (person: TestPerson, kind: (typeof messages.$inferSelect)["kind"]) =>
  (
    await owner
      .select()
      .from(messages)
      .where(and(eq(messages.recipientId, person.id), eq(messages.kind, kind)))
  ).map((mail) => mail.mailbox);
const approve = async (by = tomas) => approveAs(databases, by, (await newestRequest(owner)).id);

/** A change of this person's own address, confirmed from both mailboxes. */
async function confirmed(person: TestPerson, email = newEmail()) {
  await askOwn(person, email);
  await confirmAs(person, "from");
  return { email, step: (await confirmAs(person, "to")).step };
}

describe("a change of one's own address", () => {
  it.each([
    ["from", "to"],
    ["to", "from"],
  ] as const)("holds once both mailboxes confirmed, %s first", async (first, second) => {
    const email = newEmail();
    await askOwn(sam, email);
    expect(await mailsOf(sam, "email_change_from")).toEqual([sam.email]);
    expect(await mailsOf(sam, "email_change_to")).toEqual([email]);
    const last = await tokenOf(sam, second);
    expect(await confirmAs(sam, first)).toEqual({ step: "other_mailbox" });
    expect(await emailOf(sam)).toBe(sam.email);
    expect(await confirm(last)).toEqual({ step: "applied" });
    expect(await emailOf(sam)).toBe(email);
  });

  it("is shown by a link without changing anything, the old address not to the new mailbox", async () => {
    const email = newEmail();
    await askOwn(sam, email);
    const look = async (side: "from" | "to") =>
      previewEmailChange(anonymousContext(app), { token: await tokenOf(sam, side) });
    expect(await look("to")).toMatchObject({ side: "to", from: null, to: email, confirmedHere: false });
    expect(await look("from")).toMatchObject({ side: "from", from: sam.email, to: email });
    expect((await ownEmailChange(contextOf(app, sam))).open).toMatchObject({
      fromConfirmed: false,
      toConfirmed: false,
    });
  });

  it("is confirmed once a mailbox, of twenty at once, and never by one mailbox for the other", async () => {
    await askOwn(sam, newEmail());
    const [from, to] = [await tokenOf(sam, "from"), await tokenOf(sam, "to")];
    await Promise.all(Array.from({ length: 20 }, () => confirm(from)));
    expect(await emailOf(sam)).toBe(sam.email);
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => refusalOf(confirm(to))));
    expect(tally(outcomes)).toEqual({ none: 1, link_invalid: 19 });
    const actions = (await recordsAbout(owner, sam.id)).map((record) => record.action);
    expect(actions.filter((one) => one === "user.email_change_confirmed")).toHaveLength(2);
    expect(actions.filter((one) => one === "user.email_changed")).toHaveLength(1);
  });

  it("ends sessions, codes and links, and is told to both mailboxes", async () => {
    const { email } = await confirmed(sam);
    expect(await readSession({ db: app }, sam.sessionId, { touch: false })).toBeNull();
    expect((await mailsOf(sam, "email_changed")).sort()).toEqual([email, sam.email].sort());
    const links = await owner.select().from(oneTimeLinks).where(eq(oneTimeLinks.userId, sam.id));
    expect(links.every((link) => link.usedAt ?? link.voidedAt)).toBe(true);
    const told = await owner.select().from(notifications).where(eq(notifications.userId, sam.id));
    expect(told).toMatchObject([{ kind: "email_changed" }]);
  });

  it("voids the codes that went to the old mailbox", async () => {
    const lena = await createUser(owner, { permissions: ["access_requests.decide"] });
    const maya = await createUser(owner, { permissions: ["api_settings.manage"] });
    const { requestId } = await submitRequest(app, maya);
    const voided = async () =>
      (await owner.select().from(approvalCodes).where(eq(approvalCodes.requestId, requestId)))
        .filter((code) => code.voidedAt)
        .map((code) => code.approverId);
    await confirmed(tomas);
    expect(await voided()).toEqual([]);
    await approve(lena);
    expect(await voided()).toEqual([tomas.id]);
  });

  it("lapses after 24 hours, half confirmed or not", async () => {
    await askOwn(sam, newEmail());
    const [from, to] = [await tokenOf(sam, "from"), await tokenOf(sam, "to")];
    await confirm(from);
    await clock.advance(24 * hour - 60_000);
    expect((await ownEmailChange(contextOf(app, sam))).open).not.toBeNull();
    await clock.advance(61_000);
    expect(await refusalOf(confirm(to))).toBe("link_invalid");
    expect((await ownEmailChange(contextOf(app, sam))).open).toBeNull();
    expect(await emailOf(sam)).toBe(sam.email);
    await askOwn(sam, newEmail());
  });

  it("is refused for an address of somebody, or a mailbox of who decides", async () => {
    expect(await refusalOf(askOwn(sam, ingrid.email))).toBe("conflict");
    expect(await refusalOf(askOwn(sam, tomas.email.replace("@", "+sam@")))).toBe("conflict");
    expect(await refusalOf(askOwn(sam, sam.email))).toBe("conflict");
    const email = newEmail();
    await askOwn(sam, email);
    await confirmAs(sam, "from");
    await owner.insert(users).values({ email, name: "Came first" });
    expect(await refusalOf(confirmAs(sam, "to"))).toBe("conflict");
    expect(await emailOf(sam)).toBe(sam.email);
  });

  it("is one at a time, the newer one ends the older one's links, and five a day at most", async () => {
    const [first, second] = [newEmail(), newEmail()];
    await askOwn(sam, first);
    const old = [await tokenOf(sam, "from"), await tokenOf(sam, "to")];
    await askOwn(sam, second);
    for (const token of old) expect(await refusalOf(confirm(token))).toBe("link_invalid");
    for (let more = 0; more < 3; more += 1) await askOwn(sam, newEmail());
    expect(await refusalOf(askOwn(sam, newEmail()))).toBe("too_many_attempts");
  });

  it("is cancelled from the profile, or by the old mailbox's link even after it confirmed, never by the new one's", async () => {
    await askOwn(sam, newEmail());
    const to = await tokenOf(sam, "to");
    const byLink = (token: string) => cancelEmailChangeByLink(anonymousContext(app), { token });
    expect(await refusalOf(byLink(to))).toBe("link_invalid");
    await confirmAs(sam, "from");
    await byLink(await tokenOf(sam, "from"));
    expect(await refusalOf(confirm(to))).toBe("link_invalid");
    await askOwn(sam, newEmail());
    await cancelOwnEmailChange(contextOf(app, sam));
    expect(await refusalOf(confirmAs(sam, "to"))).toBe("link_invalid");
    expect(await refusalOf(cancelOwnEmailChange(contextOf(app, sam)))).toBe("not_found");
  });
});

describe("a change for somebody with a security permission", () => {
  it("waits for a Security Admin who is neither they nor who asked", async () => {
    const lena = await createUser(owner, { permissions: ["access_requests.decide"] });
    const { email, step } = await confirmed(tomas);
    expect(step).toBe("approval");
    expect(await emailOf(tomas)).toBe(tomas.email);
    const request = await newestRequest(owner);
    expect(request).toMatchObject({ kind: "user_email", requestedBy: tomas.id, subjectId: tomas.id });
    expect(await refusalOf(approve(tomas))).toBe("Error: This approver has no code.");
    await approve(lena);
    expect(await emailOf(tomas)).toBe(email);
    expect(await readSession({ db: app }, tomas.sessionId, { touch: false })).toBeNull();
    const record = (await recordsAbout(owner, tomas.id)).findLast(
      (one) => one.action === "user.email_changed",
    );
    expect(record).toMatchObject({ actorId: lena.id, accessRequestId: request.id });
  });

  it("is not even asked where nobody else decides", async () => {
    expect(await refusalOf(askOwn(tomas, newEmail()))).toBe("no_other_security_admin");
  });

  it("ends with its request: rejected, cancelled, or with the account", async () => {
    const lena = await createUser(owner, { permissions: ["access_requests.decide"] });
    await confirmed(tomas);
    const { id: requestId, digest } = await newestRequest(owner);
    expect(await refusalOf(askOwn(tomas, newEmail()))).toBe("conflict");
    await rejectAccessRequest(contextOf<"access_requests.decide">(app, lena), {
      requestId,
      digest: digest.toString("hex"),
      note: "Not this one.",
    });
    expect((await ownEmailChange(contextOf(app, tomas))).open).toBeNull();
    await confirmed(tomas);
    await cancelOwnEmailChange(contextOf(app, tomas));
    expect((await newestRequest(owner)).status).toBe("voided");
    expect(await refusalOf(approve(lena))).toBe("request_not_open");
    await confirmed(tomas);
    await disableUser(contextOf<"users.manage">(app, ingrid), { userId: tomas.id });
    expect((await newestRequest(owner)).status).toBe("voided");
  });

  it("is not applied where the address was taken, or somebody's mailbox, meanwhile", async () => {
    const lena = await createUser(owner, { permissions: ["access_requests.decide"] });
    const { email } = await confirmed(tomas);
    await owner.update(users).set({ email }).where(eq(users.id, sam.id));
    expect(await refusalOf(approve(lena))).toBe("conflict");
    await owner
      .update(users)
      .set({ email: email.replace("@", "+lena@") })
      .where(eq(users.id, lena.id));
    await owner.update(users).set({ email: sam.email }).where(eq(users.id, sam.id));
    expect(await refusalOf(approve(lena))).not.toBe("none");
    expect(await emailOf(tomas)).toBe(tomas.email);
  });
});

describe("a change that an Administrator asks for", () => {
  it("needs the new mailbox alone, and then always a Security Admin; the old mailbox is told", async () => {
    const email = newEmail();
    await askFor(sam, email);
    expect(await mailsOf(sam, "email_change_from")).toEqual([sam.email]);
    expect(await confirmAs(sam, "to")).toEqual({ step: "approval" });
    const request = await newestRequest(owner);
    expect(request).toMatchObject({ kind: "user_email", requestedBy: ingrid.id, reason });
    await approve();
    expect(await emailOf(sam)).toBe(email);
  });

  it("is stopped by the old mailbox, if it is not gone after all", async () => {
    await askFor(sam, newEmail());
    await confirmAs(sam, "to");
    await cancelEmailChangeByLink(anonymousContext(app), { token: await tokenOf(sam, "from") });
    expect(await refusalOf(approve())).toBe("request_not_open");
    expect(await emailOf(sam)).toBe(sam.email);
  });

  it("tells the old mailbox the day by which it has to be confirmed, not its link's", async () => {
    await askFor(sam, newEmail());
    const [change] = await owner.select().from(emailChanges).where(eq(emailChanges.userId, sam.id));
    for (const kind of ["email_change_from", "email_change_to"] as const) {
      const [mail] = await owner
        .select()
        .from(messages)
        .where(and(eq(messages.recipientId, sam.id), eq(messages.kind, kind)));
      if (!mail) throw new Error("There is no such mail.");
      expect(await messageFacts(anonymousContext(app), mail)).toMatchObject({
        kind,
        lapsesAt: change?.expiresAt,
      });
    }
  });

  it("is on record as what the new mailbox's link did, from there, for who asked elsewhere", async () => {
    const asking = contextOf<"users.manage">(app, ingrid, "192.0.2.20");
    await askEmailChangeOf(asking, { userId: sam.id, email: newEmail(), reason });
    const to = await tokenOf(sam, "to");
    await confirmEmailChange(anonymousContext(app, "198.51.100.77"), { token: to });
    expect(await newestRequest(owner)).toMatchObject({ requestedBy: ingrid.id, requestedFrom: "192.0.2.20" });
    const record = (await recordsAbout(owner, sam.id)).findLast((one) => one.action === "request.submitted");
    expect(record).toMatchObject({ actorKind: "anonymous", actorId: null, clientIp: "198.51.100.77" });
    expect(record?.details).toMatchObject({ askedBy: ingrid.id });
  });

  it("goes nowhere once who asked may no longer ask", async () => {
    await askFor(sam, newEmail());
    const to = await tokenOf(sam, "to");
    const other = await createUser(owner, { permissions: ["users.manage"] });
    await disableUser(contextOf<"users.manage">(app, other), { userId: ingrid.id });
    expect(await refusalOf(confirm(to))).toBe("link_invalid");
    await cancelEmailChangeOf(contextOf<"users.manage">(app, other), { userId: sam.id });
    expect(await emailOf(sam)).toBe(sam.email);
  });

  it("never leads into a mailbox of the Administrator's own, nor is it for oneself", async () => {
    expect(await refusalOf(askFor(sam, ingrid.email.replace("@", "+sam@")))).toBe("conflict");
    expect(await refusalOf(askFor(ingrid, newEmail()))).toBe("conflict");
    const email = newEmail();
    await askFor(sam, email);
    await confirmAs(sam, "to");
    await owner
      .update(users)
      .set({ email: email.replace("@", "+x@") })
      .where(eq(users.id, ingrid.id));
    expect(await refusalOf(approve())).toBe("conflict");
  });

  it("sends an invited person the invitation anew", async () => {
    const invited = await createUser(owner, { status: "invited" });
    const email = newEmail();
    await askFor(invited, email);
    await confirmAs(invited, "to");
    await approve();
    expect(await mailsOf(invited, "invitation")).toEqual([email]);
  });
});

describe("what a link by e-mail needs", () => {
  it("is the mailbox's own: a change of the address elsewhere ends it", async () => {
    await askOwn(sam, newEmail());
    const [from, to] = [await tokenOf(sam, "from"), await tokenOf(sam, "to")];
    await owner.update(users).set({ email: newEmail() }).where(eq(users.id, sam.id));
    for (const token of [from, to]) expect(await refusalOf(confirm(token))).toBe("link_invalid");
    expect(await owner.$count(accessRequests, eq(accessRequests.subjectId, sam.id))).toBe(0);
  });
});

/** Last, since what it asks for stays the newest request once the clock is set back. */
describe("the old mailbox's link", () => {
  const statusesAbout = async (person: TestPerson) => {
    const rows = await owner.select().from(accessRequests).where(eq(accessRequests.subjectId, person.id));
    return rows.map(({ status }) => status);
  };

  it.each([1, longestRequestDays])(
    "cancels while the request waits, %i days, and not after",
    async (days) => {
      await owner.update(programSettings).set({ requestDays: days });
      await askFor(sam, newEmail());
      const from = await tokenOf(sam, "from");
      await clock.advance(24 * hour - 60_000);
      await confirmAs(sam, "to");
      await clock.advance(days * 24 * hour + 1000);
      const cancel = () => refusalOf(cancelEmailChangeByLink(anonymousContext(app), { token: from }));
      expect(await cancel()).toBe("link_invalid");
      await clock.advance(-61_000);
      expect(await cancel()).toBe("none");
      expect(await statusesAbout(sam)).toEqual(["voided"]);
    },
  );
});

it("is cancelled by twenty calls at once, which leave the pool to others", async () => {
  const pool = createDatabase(appUrl, { impatient: true });
  await askFor(sam, newEmail());
  const calls = Array.from({ length: 20 }, () =>
    refusalOf(cancelEmailChangeOf(contextOf<"users.manage">(pool, ingrid), { userId: sam.id })),
  );
  await new Promise((resolve) => setTimeout(resolve, 500));
  const begun = performance.now();
  await pool.execute(sql`select 1`);
  expect(performance.now() - begun).toBeLessThan(5_000);
  expect(tally(await Promise.all(calls))).toEqual({ none: 1, not_found: 19 });
  await pool.$client.end({ timeout: 2 });
});
