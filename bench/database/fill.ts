import postgres, { type Sql } from "postgres";
import { createDatabase } from "../../src/server/db/client";
import type { Embedded } from "../../src/server/db/embedded";
import { migrate } from "../../src/server/db/migrate";
import { sealEvents } from "../../src/server/domain/audit/seal-events";
import { createProgram } from "../../src/server/test/factories/people";
import { createLiveToken } from "../../src/server/test/factories/requests";
import { fillCustomers, fillNetworks, fillRecords } from "./rows";

export interface Size {
  customers: number;
  networks: number;
  records: number;
}

export interface FilledDatabase extends Size {
  ownerUrl: string;
  appUrl: string;
  jobsUrl: string;
  /** Of a token that may read everything, from 127.0.0.1, as often as it likes. */
  secret: string;
  /** Of customers at random; as many as fit a request each. */
  customerIds: string[];
}

const without = 2_000_000_000;
const drawn = 100_000;

/** A migrated database of this size; one that an earlier run kept is taken as it is, without the records of its reads. */
export async function fillDatabase(
  { superuserUrl, ...embedded }: Embedded,
  size: Size,
  say: (sentence: string) => void,
): Promise<FilledDatabase> {
  const name = `bench_${size.customers}_${size.networks}_${size.records}`;
  const superuser = postgres(superuserUrl, { max: 1, onnotice: () => {} });
  const within = (url: string) => Object.assign(new URL(url), { pathname: `/${name}` }).href;
  const [ownerUrl, appUrl, jobsUrl] = [embedded.ownerUrl, embedded.appUrl, embedded.jobsUrl].map(within) as [
    string,
    string,
    string,
  ];
  try {
    const [found] = await superuser<{ kept: string | null }[]>`
      select shobj_description(oid, 'pg_database') as kept from pg_database where datname = ${name}`;
    if (found && found.kept === null) await superuser.unsafe(`drop database ${name} with (force)`);
    if (!found?.kept) await superuser.unsafe(`create database ${name} owner countersign_owner`);
    await migrate(ownerUrl, { logins: embedded.logins });
    const secret =
      found?.kept ?? (await fill({ superuserUrl: within(superuserUrl), ownerUrl, appUrl }, size, say));
    if (!found?.kept) await superuser.unsafe(`comment on database ${name} is '${secret}'`);
    await rest(within(superuserUrl), size);
    return { ...size, ownerUrl, appUrl, jobsUrl, secret, customerIds: await drawCustomers(ownerUrl) };
  } finally {
    await superuser.end();
  }
}

async function fill(
  { superuserUrl, ownerUrl, appUrl }: Record<"superuserUrl" | "ownerUrl" | "appUrl", string>,
  size: Size,
  say: (sentence: string) => void,
): Promise<string> {
  const count = (value: number) => value.toLocaleString("en");
  say(`Filling a database: ${count(size.customers)} customers, ${count(size.records)} records …`);
  const owner = createDatabase(ownerUrl, { max: 2 });
  const app = createDatabase(appUrl, { max: 1 });
  const sql = owner.$client;
  try {
    await createProgram(owner);
    const token = await createLiveToken(owner, app, {
      networks: ["127.0.0.1"],
      scopes: ["customers:read", "customers:list", "fields:contact", "fields:sensitive", "fields:consent"],
      ratePerMinute: without,
      dailyLimit: without,
      distinctCeiling: null,
    });
    await sql`update messages set status = 'sent'`;
    await sql`select graphile_worker.complete_jobs(array_agg(id)) from graphile_worker.jobs`;
    await fillNetworks(superuserUrl, token.tokenId, size.networks);
    await fillCustomers(ownerUrl, size.customers);
    await fillRecords(ownerUrl, token.tokenId, size.records);
    await sealEvents({ db: owner });
    return token.secret;
  } finally {
    await Promise.all([sql.end(), app.$client.end()]);
  }
}

/** As a database is that has stood for a while: cleaned, counted, written to disk. */
async function rest(superuserUrl: string, { records }: Size): Promise<void> {
  const sql = postgres(superuserUrl, { max: 1, onnotice: () => {} });
  await forgetReads(sql, records);
  await sql`vacuum analyze`;
  await sql`checkpoint`;
  await sql.end();
}

/** What earlier runs recorded would make this one's tables larger than it says. */
async function forgetReads(sql: Sql, records: number): Promise<void> {
  if (records > 0) return;
  await sql`set session_replication_role = replica`;
  await sql`truncate audit_events, audit_seals, audit_gaps, audit_checkpoints restart identity`;
}

async function drawCustomers(ownerUrl: string): Promise<string[]> {
  const sql = postgres(ownerUrl, { max: 1 });
  const rows = await sql<{ id: string }[]>`
    select id from (
      select id from customers where random() < ${drawn * 1.1}::float8 / (select greatest(1, count(*)) from customers)) c
    order by random() limit ${drawn}`;
  await sql.end();
  return rows.map(({ id }) => id);
}
