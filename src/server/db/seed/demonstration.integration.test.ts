import { eq, sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { requestDigest } from "@/server/domain/access-request/digest";
import { testDatabase } from "@/server/test/database";
import { testKeys } from "@/server/test/factories/people";
import { tokenPart } from "../../domain/access-request/request-part";
import { accessRequestNetworks, accessRequests, approvalCodes, messages, securityTokens } from "../schema";
import { type DemonstrationParts, seedDemonstration } from "./demonstration";

const database = await testDatabase();
const { owner } = database;
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
  const row = (reference: string, status: string, live: boolean, revoked = false) => ({
    ...{ reference, status, revoked, networks: live ? 1 : 0, secret: live },
  });
  expect([...rows]).toEqual([
    row("ST-0R6H-V3NE", "approved", true),
    row("ST-1GVA-77DS", "approved", true, true),
    row("ST-4XWD-81TP", "approved", true),
    row("ST-6PKN-E4W9", "rejected", false),
    row("ST-92BC-KJ5A", "approved", true),
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
  expect(stored).toHaveLength(7);
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
    280,
  );
  expect(await one(strangers)).toBe(0);
});

test("the use of tokens and networks is what the records say", async () => {
  const used = await owner.execute<{ reference: string; uses: string; networks: string; reads: string }>(sql`
    select t.reference, u.uses::text, (select sum(x.uses) from network_usage x join approved_networks n on n.id = x.network_id
        where n.token_id = t.id)::text as networks,
      (select count(*) from audit_events e where e.token_id = t.id and e.actor_kind = 'token' and e.outcome = 'allowed')::text as reads
    from token_usage u join security_tokens t on t.id = u.token_id where u.uses > 0 order by 1`);
  expect(used.length).toBe(4);
  for (const row of used) expect(row).toMatchObject({ uses: row.reads, networks: row.reads });
});
