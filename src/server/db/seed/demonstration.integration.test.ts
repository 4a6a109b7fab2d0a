import { eq, like, sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { day } from "@/contracts/day";
import { requestDigest } from "@/server/domain/access-request/digest";
import { dropLines, keepLines } from "@/server/domain/review/answer-lines";
import { closeReview } from "@/server/domain/review/close-review";
import { listReviewLines, showReview } from "@/server/domain/review/list-review";
import { openReview, remindOfReview } from "@/server/domain/review/open-review";
import { testDatabase } from "@/server/test/database";
import { refusalOf } from "@/server/test/factories/accounts";
import { jobsContext, textOf } from "@/server/test/factories/messages";
import { contextOf, testKeys } from "@/server/test/factories/people";
import { tokenPart } from "../../domain/access-request/request-part";
import {
  accessRequestNetworks,
  accessRequests,
  approvalCodes,
  messages,
  reviewRounds,
  securityTokens,
  sessions,
  users,
} from "../schema";
import { type DemonstrationParts, seedDemonstration } from "./demonstration";

const database = await testDatabase();
const { owner, app, clock } = database;
const jobs = jobsContext(database);
const parts: DemonstrationParts = { requestDigest, keyId: testKeys.currentId, customers: 600 };

const one = async <T>(query: ReturnType<typeof sql>) => {
  const [row] = await owner.execute<{ value: T }>(query);
  return row?.value;
};
const empty = () =>
  one<boolean>(sql`select not exists (select from users) and not exists (select from program_settings)
    and not exists (select from customers) and not exists (select from access_requests) as value`);

beforeAll(async () => {
  const onProgress = () => {
    throw new Error("The process was stopped.");
  };
  await expect(seedDemonstration(owner, { ...parts, onProgress })).rejects.toThrow("stopped");
  expect(await empty()).toBe(true);
  const both = await Promise.all([seedDemonstration(owner, parts), seedDemonstration(owner, parts)]);
  expect(both.sort()).toEqual([false, true]);
}, 60_000);

test("it is marked, and filled once only, by whichever of two at once", async () => {
  expect(await one(sql`select demonstration as value from program_settings`)).toBe(true);
  expect(await seedDemonstration(owner, parts)).toBe(false);
  expect(await one(sql`select count(*)::int as value from customers`)).toBe(600);
  expect(await one(sql`select count(*)::int as value from users`)).toBe(6);
});

test("the tokens stand as their past left them", async () => {
  const rows = await owner.execute(sql`
    select t.reference, r.status, t.revoked_at is not null as revoked, count(n.id)::int as networks,
      exists (select from token_secrets s where s.token_id = t.id) as secret
    from security_tokens t join access_requests r on r.token_id = t.id
      left join approved_networks n on n.token_id = t.id
    group by t.id, r.id order by t.reference`);
  const row = (reference: string, status: string, granted: boolean, revoked = false, networks = 1) => ({
    ...{ reference, status, revoked, networks: granted ? networks : 0, secret: granted },
  });
  expect([...rows]).toEqual([
    row("ST-0R6H-V3NE", "approved", true),
    row("ST-1GVA-77DS", "approved", true, true),
    row("ST-3D9F-W0KB", "approved", true),
    row("ST-4XWD-81TP", "approved", true),
    row("ST-5HJE-2C7T", "approved", true, false, 2),
    row("ST-6PKN-E4W9", "rejected", false),
    row("ST-8TQ0-M6RA", "approved", true, true),
    row("ST-92BC-KJ5A", "approved", true),
    row("ST-B2NX-94GY", "approved", true, false, 2),
    row("ST-C5T2-0FHX", "approved", true),
    row("ST-M8QZ-1Y7G", "pending", false),
  ]);
});

test("only documentation networks are approved, and no secret of the past can be known", async () => {
  const outside = await one(sql`select count(*)::int as value from approved_networks where not (
    network <<= '198.51.100.0/24' or network <<= '203.0.113.0/24' or network <<= '2001:db8::/32')`);
  expect(outside).toBe(0);
  expect(await one(sql`select count(*)::int as value from token_secrets where length(hash) <> 32`)).toBe(0);
});

test("every digest is the domain's own over the stored rows", async () => {
  const stored = await owner
    .select({ request: accessRequests, tokenReference: securityTokens.reference })
    .from(accessRequests)
    .innerJoin(securityTokens, eq(securityTokens.id, accessRequests.tokenId));
  expect(stored).toHaveLength(11);
  for (const { request, tokenReference } of stored) {
    const networks = await owner
      .select()
      .from(accessRequestNetworks)
      .where(eq(accessRequestNetworks.requestId, request.id));
    const part = tokenPart({ request, tokenReference });
    if (!part) throw new Error("The request is for no token.");
    const { purpose, reason, overlapSeconds, requestedBy: requesterId } = request;
    const digest = requestDigest({ ...part, purpose, reason, overlapSeconds, requesterId, networks });
    expect(request.digest.equals(digest)).toBe(true);
  }
});

test("the open request's approvers have codes, queued mails and jobs", async () => {
  const [open] = await owner.select().from(accessRequests).where(eq(accessRequests.status, "pending"));
  if (!open) throw new Error("No request is open.");
  const codes = await owner.select().from(approvalCodes).where(eq(approvalCodes.requestId, open.id));
  expect(codes.map(({ mailbox }) => mailbox).sort()).toEqual([
    "priya.natarajan@harbour.example",
    "tomas.reyes@harbour.example",
  ]);
  expect(codes.every(({ keyId, usedAt, nonce }) => keyId === "k1" && !usedAt && nonce.length === 32)).toBe(
    true,
  );
  expect(open.expiresAt.getTime()).toBeGreaterThan((await database.clock.now()).getTime());
  const queued = await owner.select().from(messages).where(eq(messages.status, "queued"));
  expect(queued.map(({ accessRequestId }) => accessRequestId)).toEqual([open.id, open.id]);
  const jobs = await owner.execute<{ task: string }>(
    sql`select task_identifier as task from graphile_worker.jobs order by 1`,
  );
  expect(jobs.map(({ task }) => task)).toEqual(["deliver_message", "deliver_message", "expire_request"]);
});

test("the records lie in the past, in order, and name real customers alone", async () => {
  const late = sql`select count(*)::int as value from audit_events where at > countersign_now()`;
  expect(await one(late)).toBe(0);
  const disordered = sql`select count(*)::int as value from (
    select at < lag(at) over (order by id) as wrong from audit_events) x where wrong`;
  expect(await one(disordered)).toBe(0);
  const strangers = sql`select count(*)::int as value from audit_events, unnest(customer_ids) as named(id)
    where not exists (select from customers c where c.id = named.id)`;
  expect(await one(sql`select count(*)::int as value from audit_events where action = 'customer.read'`)).toBe(
    360,
  );
  expect(await one(strangers)).toBe(0);
  const early = sql`select count(*)::int as value from audit_events e, unnest(e.customer_ids) as named(id)
    join customers c on c.id = named.id where c.created_at > e.at`;
  expect(await one(early)).toBe(0);
});

test("the use of tokens and networks is what the records say", async () => {
  const used = await owner.execute<{ reference: string; uses: string; networks: string; reads: string }>(sql`
    select t.reference, u.uses::text, (select sum(x.uses) from network_usage x join approved_networks n on n.id = x.network_id
        where n.token_id = t.id)::text as networks,
      (select count(*) from audit_events e where e.token_id = t.id and e.actor_kind = 'token' and e.outcome = 'allowed')::text as reads
    from token_usage u join security_tokens t on t.id = u.token_id where u.uses > 0 order by 1`);
  expect(used.length).toBe(8);
  for (const row of used) expect(row).toMatchObject({ uses: row.reads, networks: row.reads });
});

/** As this person of the demonstration, who decides about access. */
async function deciding(name: string) {
  const [person] = await owner.select().from(users).where(eq(users.name, name));
  if (!person) throw new Error(`${name} is not there.`);
  const { id, email } = person;
  const permissions = ["access_requests.decide"] as const;
  const expiresAt = new Date("2100-01-01T00:00:00Z");
  const [session] = await owner
    .insert(sessions)
    .values({ userId: id, expiresAt, provedAt: new Date() })
    .returning();
  const sessionId = session?.id ?? "";
  return contextOf<"access_requests.decide">(app, { id, name, email, permissions, sessionId });
}

const linesOf = async (roundId: string, name = "Tomás Reyes") => {
  const all = { roundId, state: "all", what: "all", ownerId: null, after: 0 } as const;
  return (await listReviewLines(await deciding(name), all)).lines;
};

test("a round of the yearly review is over and another waits for answers, a year apart, and nothing is due of them", async () => {
  const { round, rounds, nextAt } = await showReview(await deciding("Tomás Reyes"), { roundId: null });
  const counts = (unanswered: number, kept: number, dropped: number, expired: number) => ({
    ...{ unanswered, answers: { kept, dropped, expired, ended: 0 } },
  });
  expect(rounds).toMatchObject([
    { closedAt: null, daysLeft: 20, counts: { tokens: 3, networks: 3, ...counts(4, 2, 0, 0) } },
    { closedAt: expect.any(Date), counts: { tokens: 3, networks: 5, ...counts(0, 4, 3, 1) } },
  ]);
  const [open, over] = rounds;
  const first = await one<Date>(sql`select min(approved_at) as value from security_tokens`);
  const year = 365 * day;
  expect((over?.openedAt.getTime() ?? 0) - new Date(first ?? 0).getTime()).toBe(year);
  expect((open?.openedAt.getTime() ?? 0) - (over?.openedAt.getTime() ?? 0)).toBe(year);
  expect((nextAt?.getTime() ?? 0) - (round?.openedAt.getTime() ?? 0)).toBe(year);
  const before = await owner.$count(messages);
  expect([await openReview(jobs), await remindOfReview(jobs), await closeReview(jobs)]).toEqual([
    false,
    false,
    0,
  ]);
  expect(await owner.$count(messages)).toBe(before);
});

test("the rounds list what lived when they opened, and what was dropped or not attested ended then", async () => {
  const lived = sql`select v.id as round, t.id as token, null::uuid as network from review_rounds v join security_tokens t
      on t.approved_at <= v.opened_at and t.expires_at > v.opened_at and coalesce(t.revoked_at > v.opened_at, true)
    union all select v.id, t.id, n.id from review_rounds v join security_tokens t
      on t.approved_at <= v.opened_at and t.expires_at > v.opened_at and coalesce(t.revoked_at > v.opened_at, true)
      join approved_networks n on n.token_id = t.id and n.approved_at <= v.opened_at and coalesce(n.revoked_at > v.opened_at, true)`;
  const listed = sql`select round_id, token_id, network_id from review_lines`;
  const wrong = sql`select count(*)::int as value from (
    (${lived} except ${listed}) union all (${listed} except (${lived}))) either`;
  expect(await one(wrong)).toBe(0);
  const ends = sql`select count(*)::int as value from review_lines l join security_tokens t on t.id = l.token_id
      left join approved_networks n on n.id = l.network_id
    where (l.answer in ('dropped', 'expired')) <> (
      coalesce(case when n.id is null then t.revoked_at else n.revoked_at end = l.answered_at, false))
      or l.answered_by = any(l.asked_by)`;
  expect(await one(ends)).toBe(0);
});

test("the rounds' mails were sent and can be made, and the open one's bell waits for who has not answered", async () => {
  const sent = await owner
    .select()
    .from(messages)
    .where(like(sql`${messages.kind}::text`, "review_%"));
  expect(new Set(sent.map(({ status }) => status))).toEqual(new Set(["sent"]));
  expect(sent.length).toBe(19);
  const unmade = await Promise.all(sent.map((mail) => textOf(jobs, mail).then(() => null, String)));
  expect(unmade.filter(Boolean)).toEqual([]);
  const unread = await owner.execute<{ name: string }>(sql`
    select u.name from notifications n join users u on u.id = n.user_id where n.read_at is null and n.kind::text like 'review_%'`);
  expect([...unread]).toEqual([{ name: "Tomás Reyes" }]);
});

test("the records of the rounds are what the product's own verbs write, and the open one takes its answers", async () => {
  const shapes = async (where: ReturnType<typeof sql>) => {
    const rows = await owner.execute<{ shape: string }>(sql`
      select distinct concat_ws(' ', action, actor_kind, outcome, left(request_id, 4), 'rule' || rule,
        case when actor_id is not null then 'actor' end, case when client_ip is not null then 'ip' end,
        case when token_id is null then 'no token' when subject_id = token_id then 'the token' when subject_id is not null then 'its network' end,
        (select string_agg(key, ',' order by key) from jsonb_object_keys(details) as key), details ->> 'reason') as shape
      from audit_events where (action like 'review.%' or details ? 'roundId') and ${where} order by 1`);
    return rows.map(({ shape }) => shape);
  };
  const last = await one<string>(sql`select max(id)::text as value from audit_events`);
  const [round] = await owner.select().from(reviewRounds).where(sql`closed_at is null`);
  const waiting = (await linesOf(round?.id ?? "")).filter(({ state }) => state === "unanswered");
  expect(waiting.map(({ reference, network, mine }) => [reference, network !== null, mine])).toEqual([
    ["ST-0R6H-V3NE", false, false],
    ["ST-0R6H-V3NE", true, false],
    ["ST-C5T2-0FHX", false, false],
    ["ST-C5T2-0FHX", true, false],
  ]);
  const tomas = await deciding("Tomás Reyes");
  const [kept, , ...dropped] = waiting.map(({ id }) => id);
  const answer = { lineIds: [kept ?? ""] };
  await keepLines(tomas, answer);
  await dropLines(tomas, { lineIds: dropped, reason: "The desk has closed." });
  expect(await refusalOf(keepLines(await deciding("Priya Natarajan"), answer))).toBe("conflict");
  // The call-centre's token ends before the deadline, and would take along the address that is left.
  await owner.update(securityTokens).set({ expiresAt: sql`countersign_now() + interval '900 days'` });
  await clock.advance(20 * day);
  while ((await closeReview(jobs)) > 0);
  await clock.advance(346 * day);
  expect(await openReview(jobs)).toBe(true);
  const next = await owner.select().from(reviewRounds).where(sql`closed_at is null`);
  await keepLines(tomas, { lineIds: (await linesOf(next[0]?.id ?? "")).map(({ id }) => id) });
  expect(await shapes(sql`id > ${last}::bigint`)).toEqual(await shapes(sql`id <= ${last}::bigint`));
  await clock.reset();
});
