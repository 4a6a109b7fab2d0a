import "server-only";
import { sql } from "drizzle-orm";
import type { PostgresJsSession } from "drizzle-orm/postgres-js";
import type { TransactionSql } from "postgres";
import { demonstrationProgram } from "../../../contracts/demonstration";
import type { Database, Transaction } from "../client";
import type { Person } from "../queries/people";
import { programSettings, userRoles, users } from "../schema";
import { copyCustomers } from "./copy-customers";
import { generateCustomers } from "./generate-customers";
import { pastTokens } from "./history";
import type { Past, PastRequest } from "./past";
import { insertPastGrants, insertPastMessages } from "./past-grants";
import { insertPastNotices } from "./past-notices";
import { insertPastRecords } from "./past-records";
import { insertPastReviews } from "./past-reviews";
import { insertPastToken } from "./past-token";
import { insertPastUsage } from "./past-usage";
import { createDemonstrationPeople, seedBuiltInRoles } from "./people";

export interface DemonstrationParts {
  /** The domain's digest and key; the database layer may not import them. */
  requestDigest: Past["requestDigest"];
  keyId: string;
  customers?: number;
  onProgress?: (customers: number) => void;
}

/** One seed at a time, on however many machines. */
const lock = 7_265_726_502;

/**
 * Fills an empty database with Harbour Rewards: people, customers and a past. One transaction, so a seed that is
 * killed leaves nothing; false, and nothing done, where the database has people or a program already.
 */
export async function seedDemonstration(owner: Database, parts: DemonstrationParts): Promise<boolean> {
  return owner.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${lock})`);
    if (!(await isEmpty(tx))) return false;
    await tx
      .insert(programSettings)
      .values({ name: demonstrationProgram, timeZone: "Europe/Oslo", demonstration: true });
    await seedBuiltInRoles(tx);
    await createDemonstrationPeople(tx);
    await backdate(tx);
    const { customers = 10_000, onProgress } = parts;
    await copyCustomers(clientOf(tx), await generateCustomers({ count: customers }), onProgress);
    await insertHistory(tx, parts);
    await tx.execute(sql`analyze customers, audit_events`);
    return true;
  });
}

async function isEmpty(tx: Transaction): Promise<boolean> {
  const rows = await tx.execute<{ empty: boolean }>(
    sql`select not exists (select from users) and not exists (select from program_settings) as empty`,
  );
  return rows[0]?.empty === true;
}

/** People and roles were there before what they did. */
async function backdate(tx: Transaction): Promise<void> {
  const then = sql`countersign_now() - interval '800 days'`;
  await tx.update(programSettings).set({ createdAt: then });
  await tx.update(users).set({ createdAt: then });
  await tx.update(userRoles).set({ grantedAt: then });
}

async function insertHistory(tx: Transaction, parts: DemonstrationParts): Promise<void> {
  const past = await pastOf(tx, parts);
  const requests: PastRequest[] = [];
  for (const one of pastTokens) {
    const request = await insertPastToken(tx, one, past);
    await insertPastGrants(tx, request, past);
    await insertPastMessages(tx, request, past);
    requests.push(request);
  }
  const reviews = await insertPastReviews(tx, requests, past);
  await insertPastRecords(tx, requests, reviews, past);
  await insertPastNotices(tx);
  await insertPastUsage(tx);
}

async function pastOf(tx: Transaction, { requestDigest, keyId }: DemonstrationParts): Promise<Past> {
  const rows = await tx.execute<{ now: number }>(
    sql`select floor(extract(epoch from countersign_now()) * 1000)::float8 as now`,
  );
  const found = await tx.select({ id: users.id, name: users.name, email: users.email }).from(users);
  const byEmail = new Map<string, Person>(found.map((one) => [one.email, one]));
  // Nobody is read about before they were a member.
  const customers = await tx.execute<{ id: string }>(sql`
    select id from customers where status = 'active' and created_at < countersign_now() - interval '500 days'
    order by external_id limit 500`);
  return {
    now: rows[0]?.now ?? Number.NaN,
    requestDigest,
    keyId,
    customerIds: customers.map(({ id }) => id),
    person: (email) => {
      const person = byEmail.get(email);
      if (!person) throw new Error(`${email} is not among the demonstration's people.`);
      return person;
    },
  };
}

/** The transaction's own connection: drizzle has no COPY. */
function clientOf(tx: Transaction): TransactionSql {
  return (tx._.session as unknown as PostgresJsSession<never, never, never> & { client: TransactionSql })
    .client;
}
