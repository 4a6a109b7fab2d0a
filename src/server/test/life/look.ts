import { createHash } from "node:crypto";
import type { HotClient } from "../../db/client";
import { type GuardedRequest, guardedRead } from "../../db/queries/guarded-read";
import { placeOf } from "../../domain/access/address-block";
import type { Model } from "./model";
import { probes } from "./steps";
import type { World } from "./world";

let calls = 0;

export function guardedRequest(world: World, secret: string, from: number): GuardedRequest {
  calls += 1;
  const address = probes[from] ?? "";
  return {
    secretHash: createHash("sha256").update(secret).digest("hex"),
    address,
    prefixes: placeOf(address).prefixes,
    requestId: `req_life${calls}`,
    operation: "read",
    customerId: world.customerId,
    wanted: 1,
    faulty: false,
  };
}

class RolledBack extends Error {
  constructor(readonly verdicts: string[]) {
    super("rolled back");
  }
}

/** What every secret would be told from every probe, by the guarded read itself, in a transaction that is undone. */
export async function lookAtSecrets(hot: HotClient, world: World): Promise<string[]> {
  const requests = world.secrets.flatMap((secret) =>
    probes.map((_, from) => guardedRequest(world, secret, from)),
  );
  if (requests.length === 0) return [];
  const looked = await hot
    .begin(async (tx) => {
      const rows = await guardedRead(tx as unknown as HotClient, requests);
      throw new RolledBack(rows.map(({ verdict }) => verdict ?? "ok"));
    })
    .catch((error: unknown) => error);
  if (looked instanceof RolledBack) return looked.verdicts;
  throw looked;
}

/** The rows' side of what the model knows: states, versions, and how often each code was mailed. */
export async function lookAtRows({ owner, requests, tokens }: World) {
  const sql = owner.$client;
  const states = await sql<
    { id: string; status: string; by: string | null; mails: number; outcomes: number }[]
  >`
    select r.id, r.status, r.decided_by as by,
      (select count(*)::int from messages m where m.access_request_id = r.id and m.kind = 'approval_requested') as mails,
      (select count(*)::int from messages m where m.access_request_id = r.id
        and m.kind in ('request_approved', 'request_rejected')) as outcomes
    from access_requests r where r.token_id = any(${`{${tokens.join(",")}}`}::text::uuid[])`;
  const found = new Map(states.map((one) => [one.id, one]));
  const rows = await sql<{ id: string; version: number; revoked: boolean; approved: boolean }[]>`
    select id, version, revoked_at is not null as revoked, approved_at is not null as approved
    from security_tokens where id = any(${`{${tokens.join(",")}}`}::text::uuid[])`;
  const standing = new Map(rows.map((one) => [one.id, one]));
  return {
    count: states.length,
    requests: requests.map((id) => found.get(id)),
    tokens: tokens.map((id) => standing.get(id)),
  };
}

/** The same as the model has it. */
export function expectedRows(model: Model, world: World) {
  return {
    count: model.requests.length,
    requests: model.requests.map(({ status, decidedBy, codes }, place) => ({
      id: world.requests[place],
      status,
      by: decidedBy === null ? null : world.people[decidedBy]?.id,
      mails: [...codes.values()].reduce((sum, { mails }) => sum + mails, 0),
      outcomes: status === "approved" || status === "rejected" ? 1 : 0,
    })),
    tokens: model.tokens.map(({ version, revoked, approved }, place) => ({
      id: world.tokens[place],
      version,
      revoked,
      approved,
    })),
  };
}

/** What no row may ever show, whatever the model says: every count is 0. */
export async function breaches({ owner }: Pick<World, "owner">): Promise<Record<string, number>> {
  const [row] = await owner.$client<Record<string, number>[]>`
    select
      (select count(*)::int from (
        select 1 from access_requests where status = 'pending' and token_id is not null
        group by token_id having count(*) > 1) d) as "two open for a token",
      (select count(*)::int from access_requests where status in ('approved', 'rejected')
        and (decided_by is null or decided_by = requested_by)) as "decided by its requester",
      (select count(*)::int from access_requests r where status = 'approved' and not exists (
        select 1 from approval_codes c where c.request_id = r.id and c.approver_id = r.decided_by
          and c.used_at is not null)) as "approved without a code",
      (select count(*)::int from approved_networks n left join access_requests r on r.id = n.request_id
        and r.token_id = n.token_id and r.status = 'approved' and r.decided_by = n.approved_by
        and r.requested_by <> n.approved_by where r.id is null) as "network without approval",
      (select count(*)::int from token_secrets s left join access_requests r on r.id = s.request_id
        and r.token_id = s.token_id and r.status = 'approved' and r.requested_by = s.displayed_by
        and r.decided_at <= s.displayed_at where r.id is null) as "secret without approval",
      (select count(*)::int from security_tokens t where (t.approved_at is not null) <> exists (
        select 1 from access_requests r where r.token_id = t.id and r.kind = 'new_token'
          and r.status = 'approved')) as "token approved by nothing",
      (select count(*)::int from access_requests r where r.status = 'approved' and (
        select count(*) from audit_events e where e.access_request_id = r.id and e.action = 'request.approved') <> 1
      ) as "approval without one record",
      (select count(*)::int from token_secrets s where not exists (
        select 1 from audit_events e where e.subject_id = s.id and e.action = 'token.displayed')
      ) as "display without record"`;
  return row ?? {};
}
