import "server-only";
import { sql } from "drizzle-orm";
import type { Executor } from "../client";

/** What makes the text of a record, by the digest of its language, settings and source. */
const functions: Readonly<Record<string, string>> = {
  "countersign_event_text(audit_events)": "a20ccfedfa058bd57ef5e2b25cab4f8c84399d9d9ca8c91b2b5be41900804fcf",
  "countersign_json(text)": "52e3be399bc0105f8beddb79574a456646362f97048d75e5db2adf536aa2635e",
  "countersign_json(timestamp with time zone)":
    "a8005cff0d066371679a2769cec9cf0321f92bcb093d2c8f15f53ae49b861a72",
  "countersign_moment(timestamp with time zone)":
    "96e4284eca422c4681d1e6ed7ae5921777ef6c44e3929ebf2a5f808ec5d34d7d",
};

const makers = [...new Set(Object.keys(functions).map((name) => name.replace(/\(.*/, "")))];
const tables = ["audit_events", "audit_gaps", "audit_seals"];

/**
 * What stands between the records and who verifies them, and is not as the migrations leave it: functions that make a
 * record's text, further ones of their names, and tables that show other rows than they hold. Looks from then on in our own
 * schema alone, until the transaction ends.
 */
export async function alteredObjects(db: Executor): Promise<string[]> {
  await db.execute(sql`set local search_path = public`);
  const found = await db.execute<{ name: string; digest: string }>(sql`
    select p.oid::regprocedure::text as name, encode(sha256(convert_to(
      concat_ws(E'\n', l.lanname, p.proconfig::text, p.prosrc), 'UTF8')), 'hex') as digest
    from pg_proc p join pg_language l on l.oid = p.prolang
    where p.pronamespace = 'public'::regnamespace and p.proname = any(${sql.param(makers)}::name[])
    order by 1`);
  const plain = await db.execute<{ name: string }>(sql`
    select relname as name from pg_class where relnamespace = 'public'::regnamespace and relname = any(${sql.param(tables)}::name[])
      and relkind = 'r' and not relhasrules and not relhassubclass and not relrowsecurity`);
  const digests = new Map(found.map(({ name, digest }) => [name, digest]));
  const names = new Set([...digests.keys(), ...Object.keys(functions)]);
  const kept = new Set(plain.map(({ name }) => name));
  return [
    ...[...names].filter((name) => digests.get(name) !== functions[name]),
    ...tables.filter((name) => !kept.has(name)),
  ];
}
