import { and, eq, isNull, sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { day } from "@/contracts/day";
import { listReviewInput } from "../../../contracts/review";
import {
  approvedNetworks,
  auditEvents,
  messages,
  notifications,
  reviewLines,
  reviewRounds,
  securityTokens,
  users,
} from "../../db/schema";
import { testDatabase } from "../../test/database";
import { refusalOf } from "../../test/factories/accounts";
import { jobsContext, messagesOf, textOf, toldBy } from "../../test/factories/messages";
import { contextOf, createProgram, createUser, type TestPerson } from "../../test/factories/people";
import { createLiveToken } from "../../test/factories/requests";
import { renameToken } from "../security-token/rename-token";
import { revokeNetwork, revokeToken } from "../security-token/revoke-token";
import { dropLines, keepLines } from "./answer-lines";
import { closeReview } from "./close-review";
import { listReviewLines, openRound, reviewOfToken, showReview } from "./list-review";
import { openReview, remindOfReview } from "./open-review";

const database = await testDatabase();
const jobs = jobsContext(database);
await createProgram(database.owner);
const { owner, app, clock } = database;

beforeEach(async () => {
  await clock.reset();
  await owner.delete(reviewLines);
  await owner.delete(reviewRounds);
  await owner.update(users).set({ status: "disabled" });
  await owner.update(securityTokens).set({
    revokedAt: sql`coalesce(revoked_at, now())`,
    approvedAt: sql`case when approved_at is not null then now() end`,
  });
  await owner.delete(messages);
  await owner.delete(notifications);
});

const decider = (person: TestPerson) => contextOf<"access_requests.decide">(app, person);
const manager = (person: TestPerson) => contextOf<"api_settings.manage">(app, person);
const dropping = (lineIds: string[]) => ({ lineIds, reason: "Nobody uses it any more." });

/** A token whose approvals would outlive a review: the owner's seed writes its end beyond what the form takes. */
async function lastingToken(networks: readonly string[] = ["203.0.113.24", "198.51.100.7"]) {
  const live = await createLiveToken(owner, app, {
    networks,
    expiresAt: new Date((await clock.now()).getTime() + 90 * day),
  });
  await owner
    .update(securityTokens)
    .set({ expiresAt: sql`countersign_now() + interval '900 days'` })
    .where(eq(securityTokens.id, live.tokenId));
  return live;
}

const lines = () => owner.select().from(reviewLines).orderBy(reviewLines.position);
const rounds = () => owner.select().from(reviewRounds);
const unanswered = () => owner.$count(reviewLines, isNull(reviewLines.answer));
const recorded = (action: string) => owner.$count(auditEvents, eq(auditEvents.action, action));
const isLive = async (tokenId: string) =>
  (await owner.$count(
    securityTokens,
    and(eq(securityTokens.id, tokenId), isNull(securityTokens.revokedAt)),
  )) === 1;
const liveNetworks = (tokenId: string) =>
  owner.$count(
    approvedNetworks,
    and(eq(approvedNetworks.tokenId, tokenId), isNull(approvedNetworks.revokedAt)),
  );

async function opened(networks?: readonly string[]) {
  const live = await lastingToken(networks);
  await clock.advance(365 * day);
  expect(await openReview(jobs)).toBe(true);
  const all = await lines();
  return { ...live, lineIds: all.map(({ id }) => id), tokenLine: all[0]?.id ?? "" };
}

/** Sweeps until nothing is left to do, as the minutes pass. */
async function sweepAll(): Promise<void> {
  for (let minute = 0; minute < 100; minute += 1) if ((await closeReview(jobs)) === 0) return;
  throw new Error("The sweep comes to no end.");
}

describe("a round of the review", () => {
  it("opens a year after the first approval, once, whatever sweeps come at once, with every live token and network", async () => {
    const { tokenId, admin, manager: asker } = await lastingToken();
    const ended = await lastingToken();
    await revokeToken(manager(ended.manager), { tokenId: ended.tokenId });
    await owner.delete(messages);
    await clock.advance(364 * day);
    expect(await openReview(jobs)).toBe(false);
    await clock.advance(day);
    const opening = await Promise.all(Array.from({ length: 5 }, () => openReview(jobs)));
    expect(opening.filter(Boolean)).toHaveLength(1);
    expect((await lines()).map((one) => [one.tokenId, one.networkId !== null, one.askedBy])).toEqual([
      [tokenId, false, [asker.id]],
      [tokenId, true, [asker.id]],
      [tokenId, true, [asker.id]],
    ]);
    expect(await toldBy(owner, "review_opened")).toEqual([admin.email, ended.admin.email].sort());
    expect(await toldBy(owner, "review_owner")).toEqual([asker.email]);
    const [mail] = await messagesOf(owner, "review_owner");
    expect(mail && (await textOf(jobs, mail))).toMatch(/3 lines/);
    // What is approved after it opened is outside of it.
    await lastingToken();
    expect(await lines()).toHaveLength(3);
  });

  it("shows the signed purpose beside another name, on its lines and in the mails", async () => {
    const renamed = await lastingToken(["203.0.113.24"]);
    const words = { name: "Tills Oslo", notes: "", notesBefore: "" };
    await renameToken(manager(renamed.manager), { tokenId: renamed.tokenId, ...words });
    const [{ purpose } = { purpose: "" }] = await owner
      .select()
      .from(securityTokens)
      .where(eq(securityTokens.id, renamed.tokenId));
    const plain = await opened(["203.0.113.24"]);
    const [round] = await rounds();
    const listed = await listReviewLines(
      decider(renamed.admin),
      listReviewInput.parse({ roundId: round?.id, after: 0 }),
    );
    const namesOf = (id: string) =>
      listed.lines.filter(({ tokenId }) => tokenId === id).map((one) => [one.title, one.signedPurpose]);
    expect(namesOf(renamed.tokenId)).toEqual(Array(2).fill(["Tills Oslo", purpose]));
    expect(namesOf(plain.tokenId)).toEqual(Array(2).fill([purpose, null]));
    const mails = await messagesOf(owner, "review_owner");
    const mail = mails.find(({ recipientId }) => recipientId === renamed.manager.id);
    expect(mail && (await textOf(jobs, mail))).toContain(`Tills Oslo, signed as “${purpose}”, 2 lines`);
    await revokeToken(manager(renamed.manager), { tokenId: renamed.tokenId });
    const [revoked] = await messagesOf(owner, "token_revoked");
    expect(revoked && (await textOf(jobs, revoked))).toMatch(new RegExp(`Signed as:\\s+${purpose}`));
  });

  it("follows the last one by the program's interval, and an empty one ends at once without a word", async () => {
    await opened();
    const admin = await createUser(owner, { permissions: ["access_requests.decide"] });
    await keepLines(decider(admin), { lineIds: (await lines()).map(({ id }) => id) });
    await sweepAll();
    expect((await rounds())[0]?.closedAt).not.toBeNull();
    await clock.advance(364 * day);
    expect(await openReview(jobs)).toBe(false);
    await owner.update(securityTokens).set({ revokedAt: sql`coalesce(revoked_at, countersign_now())` });
    await owner.delete(messages);
    await clock.advance(day);
    expect(await openReview(jobs)).toBe(true);
    await sweepAll();
    expect((await rounds()).filter(({ closedAt }) => closedAt === null)).toEqual([]);
    expect(await owner.$count(messages)).toBe(0);
  });

  it("reminds 14, 7 and 1 days before its end, once each, the owners at 7, and nobody once all is answered", async () => {
    const { admin, manager: asker, lineIds } = await opened();
    await clock.advance(15.5 * day);
    expect(await remindOfReview(jobs)).toBe(false);
    for (const [days, by] of [
      [14, 1],
      [7, 7],
      [1, 6],
    ] as const) {
      await clock.advance(by * day);
      const told = await Promise.all([remindOfReview(jobs), remindOfReview(jobs)]);
      expect(told.filter(Boolean)).toHaveLength(1);
      const sent = await messagesOf(owner, "review_reminder");
      expect(sent.at(-1)?.details?.days).toBe(days);
    }
    expect(await toldBy(owner, "review_reminder")).toEqual([admin.email, admin.email, admin.email]);
    expect(await toldBy(owner, "review_owner")).toEqual([asker.email, asker.email]);
    await owner.execute(sql`delete from expiry_notices`);
    await keepLines(decider(admin), { lineIds });
    expect(await remindOfReview(jobs)).toBe(false);
  });
});

describe("an answer", () => {
  it("keeps with a record a line, shows on the token, and closes the round with its result once all have one", async () => {
    const { admin, lineIds, tokenId } = await opened();
    const before = await recorded("review.kept");
    const [round] = await rounds();
    expect(await reviewOfToken(jobs, tokenId)).toMatchObject({
      kept: null,
      open: { deadlineAt: round?.deadlineAt },
    });
    const { tokenId: later } = await lastingToken(["198.51.100.9"]);
    expect(await reviewOfToken(jobs, later)).toMatchObject({ kept: null, open: null });
    expect(await keepLines(decider(admin), { lineIds })).toEqual({ answered: 3, left: [] });
    expect((await recorded("review.kept")) - before).toBe(3);
    expect(await reviewOfToken(jobs, tokenId)).toMatchObject({ kept: { keptBy: "Tomás Reyes" }, open: null });
    await sweepAll();
    expect((await rounds())[0]?.closedAt).not.toBeNull();
    expect(await isLive(tokenId)).toBe(true);
    const mail = (await messagesOf(owner, "review_closed")).find(({ mailbox }) => mailbox === admin.email);
    expect(mail && (await textOf(jobs, mail))).toMatch(/Kept:\s+3\nDropped:\s+0/);
  });

  it("drops at once, by the verb that revokes: a network alone, or a token with all that is left of it", async () => {
    const { admin, lineIds, tokenId, tokenLine } = await opened();
    const network = lineIds[1] ?? "";
    await dropLines(decider(admin), dropping([network]));
    expect([await isLive(tokenId), await liveNetworks(tokenId)]).toEqual([true, 1]);
    await dropLines(decider(admin), dropping([tokenLine]));
    expect(await isLive(tokenId)).toBe(false);
    expect(await toldBy(owner, "token_revoked")).toHaveLength(1);
    await sweepAll();
    expect((await lines()).map(({ answer }) => answer)).toEqual(["dropped", "dropped", "ended"]);
    expect((await rounds())[0]?.closedAt).not.toBeNull();
  });

  it("is never given to what one asked for oneself, by the verb and by the table, though it may be dropped", async () => {
    const { manager: asker, lineIds, tokenLine } = await opened();
    await owner.execute(sql`
      insert into role_permissions (role_id, permission)
      select role_id, 'access_requests.decide' from user_roles where user_id = ${asker.id}`);
    expect(await refusalOf(keepLines(decider(asker), { lineIds }))).toBe("own_request");
    const byHand = app.execute(sql`
      update review_lines set answer = 'kept', answered_by = ${asker.id}, answered_at = now() where id = ${tokenLine}`);
    await expect(byHand).rejects.toThrow();
    expect(await unanswered()).toBe(3);
    expect(await dropLines(decider(asker), dropping([tokenLine]))).toMatchObject({ answered: 1 });
  });

  it("is the first of two at once; the second is told whose came first", async () => {
    const { admin, tokenLine, tokenId } = await opened();
    const other = await createUser(owner, {
      name: "Priya Natarajan",
      permissions: ["access_requests.decide"],
    });
    const both = await Promise.allSettled([
      keepLines(decider(admin), { lineIds: [tokenLine] }),
      dropLines(decider(other), dropping([tokenLine])),
    ]);
    const won = both.findIndex(({ status }) => status === "fulfilled");
    const lost = both[1 - won];
    expect(lost?.status === "rejected" && String(lost.reason)).toMatch(
      won === 0 ? /Tomás Reyes answered first: kept/ : /Priya Natarajan answered first: dropped/,
    );
    expect(await isLive(tokenId)).toBe(won === 0);
  });

  it("takes what it can of a selection and says what it could not", async () => {
    const { admin, lineIds } = await opened();
    const other = await createUser(owner, {
      name: "Priya Natarajan",
      permissions: ["access_requests.decide"],
    });
    await keepLines(decider(other), { lineIds: lineIds.slice(0, 1) });
    expect(await keepLines(decider(admin), { lineIds })).toEqual({
      answered: 2,
      left: [{ why: expect.stringContaining("Priya Natarajan answered first"), lines: 1 }],
    });
  });

  it("comes too late at the deadline, and for what was revoked meanwhile", async () => {
    const { admin, manager: asker, lineIds, tokenLine } = await opened();
    const [, network] = await lines();
    await revokeNetwork(manager(asker), { networkId: network?.networkId ?? "" });
    await expect(keepLines(decider(admin), { lineIds: [network?.id ?? ""] })).rejects.toThrow(
      /ended meanwhile/,
    );
    await clock.advance(30 * day);
    expect(await refusalOf(keepLines(decider(admin), { lineIds }))).toBe("conflict");
    const byHand = app.execute(sql`
      update review_lines set answer = 'kept', answered_by = ${admin.id}, answered_at = now() where id = ${tokenLine}`);
    await expect(byHand).rejects.toThrow();
  });

  it("and a revocation at once leave nothing that works and nothing unanswered", async () => {
    const { admin, manager: asker, tokenLine, tokenId } = await opened();
    await Promise.allSettled([
      keepLines(decider(admin), { lineIds: [tokenLine] }),
      revokeToken(manager(asker), { tokenId }),
    ]);
    expect(await isLive(tokenId)).toBe(false);
    await sweepAll();
    expect(await unanswered()).toBe(0);
  });
});

describe("what nobody answered", () => {
  it("ends at the deadline, once, under several sweeps beside late answers, and what was kept goes on", async () => {
    const { admin, tokenLine, tokenId } = await opened(
      Array.from({ length: 60 }, (_, nth) => `203.0.113.${nth + 1}`),
    );
    await keepLines(decider(admin), { lineIds: [tokenLine] });
    await clock.advance(30 * day - 1_000);
    await sweepAll();
    expect(await liveNetworks(tokenId)).toBe(60);
    await clock.advance(2_000);
    const before = await recorded("network.revoked");
    const late = lines().then((all) =>
      keepLines(decider(admin), { lineIds: all.slice(1, 30).map(({ id }) => id) }).catch(() => null),
    );
    await Promise.all([sweepAll(), sweepAll(), sweepAll(), late]);
    await sweepAll();
    expect((await recorded("network.revoked")) - before).toBe(60);
    expect([await isLive(tokenId), await liveNetworks(tokenId), await unanswered()]).toEqual([true, 0, 0]);
    const reasons = await owner
      .select({ details: auditEvents.details })
      .from(auditEvents)
      .where(and(eq(auditEvents.action, "network.revoked"), eq(auditEvents.tokenId, tokenId)));
    expect(new Set(reasons.map(({ details }) => details?.reason))).toEqual(new Set(["not_attested"]));
    expect(await messagesOf(owner, "review_closed")).toHaveLength(2);
  });

  it("takes its token along, and a sweep that died in the middle is taken up where it stood", async () => {
    const { tokenId, manager: asker } = await opened(
      Array.from({ length: 40 }, (_, nth) => `203.0.113.${nth + 1}`),
    );
    await clock.advance(31 * day);
    // The record of the second batch fails, as a killed process' transaction would.
    await owner.execute(sql`
      create function fail_later() returns trigger language plpgsql as $$ begin
        if (select count(*) from review_lines where answer = 'expired') > 30 then raise exception 'killed'; end if;
        return new; end $$`);
    await owner.execute(sql`
      create trigger fail_later before insert on audit_events for each row
      when (new.action = 'review.expired') execute function fail_later()`);
    await expect(closeReview(jobs)).rejects.toThrow();
    expect(await owner.$count(reviewLines, eq(reviewLines.answer, "expired"))).toBe(25);
    expect(await liveNetworks(tokenId)).toBe(15);
    await owner.execute(sql`drop trigger fail_later on audit_events`);
    await sweepAll();
    expect([await isLive(tokenId), await unanswered()]).toEqual([false, 0]);
    expect(await toldBy(owner, "token_revoked")).toEqual([asker.email]);
  });

  it("cannot be kept, nor called ended, by the job runner", async () => {
    const { tokenLine, admin } = await opened();
    for (const change of [
      sql`answer = 'kept', answered_by = ${admin.id}, answered_at = now()`,
      sql`answer = 'ended', answered_at = now()`,
      sql`answer = 'expired', answered_at = now()`,
    ]) {
      await expect(
        jobs.db.execute(sql`update review_lines set ${change} where id = ${tokenLine}`),
      ).rejects.toThrow();
    }
  });
});

describe("the list", () => {
  it("pages through a token with a thousand networks, by filter, and is shown to who decides and who looks after tokens", async () => {
    const { admin, manager: asker, tokenId } = await opened();
    const [round] = await rounds();
    const roundId = round?.id ?? "";
    await owner.execute(sql`delete from review_lines where network_id is not null`);
    await owner.execute(sql`
      with asked as (select request_id, approved_by from approved_networks where token_id = ${tokenId} limit 1),
      signed as (
        insert into access_request_networks (request_id, position, network)
        select request_id, 100 + i, set_masklen(('10.0.0.0'::inet + i)::cidr, 32) from asked, generate_series(1, 1000) i
        returning request_id, network)
      insert into approved_networks (token_id, request_id, network, approved_by)
      select ${tokenId}, s.request_id, s.network, a.approved_by from signed s, asked a`);
    await owner.execute(sql`
      insert into review_lines (round_id, position, token_id, network_id, asked_by)
      select ${roundId}, 1 + row_number() over (order by network), token_id, id, '{}' from approved_networks
      where token_id = ${tokenId} and network <<= '10.0.0.0/8'`);
    const seen: string[] = [];
    for (let after: number | null = 0; after !== null; ) {
      const page: Awaited<ReturnType<typeof listReviewLines>> = await listReviewLines(decider(admin), {
        ...{ roundId, state: "unanswered", what: "networks", ownerId: null, after },
      });
      seen.push(...page.lines.map(({ network }) => network ?? ""));
      after = page.nextAfter;
    }
    expect(new Set(seen).size).toBe(1000);
    const filter = { roundId, state: "all", what: "tokens", ownerId: asker.id, after: 0 } as const;
    expect((await listReviewLines(manager(asker), filter)).lines).toMatchObject([
      { mine: true, network: null },
    ]);
    const other = { ...filter, ownerId: admin.id };
    expect((await listReviewLines(decider(admin), other)).lines).toEqual([]);
    expect((await showReview(decider(admin), { roundId: null })).round).toMatchObject({
      daysLeft: 30,
      counts: { tokens: 1, networks: 1000, unanswered: 1001 },
    });
    const staff = await createUser(owner, { permissions: ["customers.read"] });
    expect(await refusalOf(openRound(decider(staff)))).toBe("permission_missing");
  });
});
