import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { Executor } from "../client";
import { type CustomerSearch, type Stage, stagesOf } from "./customer-stages";
import { dated } from "./dated";

export interface CustomerFilter {
  status?: string;
  tier?: string;
}

/** Where the page before ended: in which stage, at which customer. */
export interface Place {
  stage: string;
  id: string;
}

export interface FoundCustomer extends Record<string, unknown> {
  id: string;
  externalId: string | null;
  status: "active" | "inactive" | "suspended" | "banned" | "merged";
  tierId: string | null;
  tierName: string | null;
  pointsBalance: number;
  enrolledAt: Date;
  lastActivityAt: Date | null;
  firstName: string | null;
  lastName: string | null;
  email: string | null;
  phone: string | null;
  memberNumber: string | null;
}

export interface FoundPage {
  rows: FoundCustomer[];
  next: Place | null;
}

/**
 * One page of a search by keyset, stable under writes; null where the place is none of this search. The place holds an
 * id alone, and the key it stands for is looked up, so that no name travels in a cursor.
 */
export async function findCustomerPage(
  db: Executor,
  search: CustomerSearch & CustomerFilter,
  after: Place | null,
  limit: number,
): Promise<FoundPage | null> {
  const stages = stagesOf(search);
  const start = after ? stages.findIndex(({ name }) => name === after.stage) : 0;
  if (start < 0) return null;
  const rows: FoundCustomer[] = [];
  let last: Place | null = null;
  for (let at = start; at < stages.length; at++) {
    const from = at === start && after ? after.id : null;
    const found = await readStage(db, { stages, at, search, from, limit: limit + 1 - rows.length });
    const room = found.slice(0, limit - rows.length);
    rows.push(...room);
    const end = room.at(-1);
    if (end) last = { stage: stages[at]?.name ?? "", id: end.id };
    if (found.length > room.length) return { rows, next: last };
  }
  return { rows, next: null };
}

interface StageRead {
  stages: readonly Stage[];
  at: number;
  search: CustomerFilter;
  from: string | null;
  limit: number;
}

async function readStage(db: Executor, read: StageRead): Promise<FoundCustomer[]> {
  return dated<FoundCustomer>(await db.execute(stageQuery(read)));
}

/** The statement of one stage; exported for the tests of its plan. */
export function stageQuery({ stages, at, search, from, limit }: StageRead): SQL {
  const stage = stages[at];
  if (!stage) throw new Error("There is no such stage.");
  const conditions = [
    stage.match,
    ...stages.slice(0, at).map((earlier) => sql`not coalesce(${earlier.match}, false)`),
    ...(search.status ? [sql`c.status = ${search.status}`] : []),
    ...(search.tier ? [sql`c.tier_id = ${search.tier}`] : []),
    ...(from === null ? [] : [beyond(stage, from)]),
  ];
  const order = stage.order ? sql`${stage.order.key} ${stage.order.direction}, c.id` : sql`c.id`;
  return sql`
    select c.id, c.external_id as "externalId", c.status, c.tier_id as "tierId", c.tier_name as "tierName",
      c.points_balance::float8 as "pointsBalance", c.enrolled_at as "enrolledAt",
      c.last_activity_at as "lastActivityAt", c.first_name as "firstName", c.last_name as "lastName", c.email,
      c.phone, c.member_number as "memberNumber"
    from customers c where ${sql.join(conditions, sql` and `)} order by ${order} limit ${limit}`;
}

function beyond({ order }: Stage, id: string): SQL {
  if (!order) return sql`c.id > ${id}`;
  const key = sql`(select ${order.key} from customers c where c.id = ${id})`;
  return sql`${order.key} ${order.atLeast} ${key} and (${order.key} ${order.beyond} ${key} or c.id > ${id})`;
}
