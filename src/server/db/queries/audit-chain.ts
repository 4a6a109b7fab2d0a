import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { Checkpoint } from "../../../contracts/audit-chain";
import type { Executor } from "../client";

/** One link of the chain over the audit records, its bytes in hexadecimal. */
export interface SealRow extends Record<string, unknown> {
  seq: string;
  /** RFC 3339 with microseconds, as it is hashed. */
  sealedAt: string;
  eventIds: string[];
  /** 64 characters a record. */
  digests: string;
  previous: string;
  hash: string;
  high: string;
}

/** Seals what no seal holds, so many records at most; how many, or null where another process is sealing. */
export async function sealBatch(db: Executor, most: number): Promise<number | null> {
  const rows = await db.execute<{ sealed: number | null }>(sql`select countersign_seal(${most}) as sealed`);
  return rows[0]?.sealed ?? null;
}

const sealColumns = sql`seq::text, countersign_moment(sealed_at) as "sealedAt", event_ids::text[] as "eventIds",
  encode(digests, 'hex') as digests, encode(previous, 'hex') as previous, encode(hash, 'hex') as hash, high::text`;

/** Seals after one, in order. */
export async function sealsAfter(db: Executor, seq: string, most: number): Promise<SealRow[]> {
  return [
    ...(await db.execute<SealRow>(
      sql`select ${sealColumns} from audit_seals s where s.seq > ${seq}::bigint order by s.seq limit ${most}`,
    )),
  ];
}

/** The texts of records by their numbers; those that are not there are missing. */
export async function eventTexts(db: Executor, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await db.execute<{ id: string; text: string }>(sql`
    select e.id::text as id, countersign_event_text(e) as text from audit_events e where e.id = any(${sql.param([...ids])}::bigint[])
    order by array_position(${sql.param([...ids])}::bigint[], e.id)`);
  return new Map(rows.map(({ id, text }) => [id, text]));
}

/** Numbers of records that the newest seal has passed over, which stand in no seal and in no gap; the first ones, in order. */
export async function unsealedUpTo(db: Executor, most: number): Promise<string[]> {
  const rows = await db.execute<{ id: string }>(sql`
    select e.id::text as id from audit_events e
    where e.id <= coalesce((select high from audit_seals order by seq desc limit 1), 0)
      and not exists (select 1 from audit_gaps g where g.event_id = e.id)
    except all select unnest(event_ids)::text from audit_seals limit ${most}`);
  return rows.map(({ id }) => id);
}

export interface ChainState extends Record<string, unknown> {
  /** "0" before the first seal. */
  seq: string;
  hash: string;
  /** Records sealed so far. */
  records: string;
  sealedAt: string | null;
  /** Records that no seal holds yet, counted up to 10,000. */
  waiting: number;
  /** How long the oldest of them has waited, in seconds. */
  lagSeconds: number;
}

/** The newest seal, and what waits behind it. */
export async function chainState(db: Executor): Promise<ChainState> {
  const rows = await db.execute<ChainState>(sql`
    with last as (select * from audit_seals order by seq desc limit 1),
      behind as (select count(*)::int as waiting, min(at) as since from (
        select at from audit_events where id > coalesce((select high from last), 0) order by id limit 10000) e)
    select coalesce(last.seq, 0)::text as seq, coalesce(encode(last.hash, 'hex'), '') as hash,
      countersign_moment(last.sealed_at) as "sealedAt", coalesce(last.records, 0)::text as records, behind.waiting,
      coalesce(extract(epoch from clock_timestamp() - behind.since), 0)::float8 as "lagSeconds"
    from behind left join last on true`);
  const [row] = rows;
  if (!row) throw new Error("The chain has no state.");
  return row;
}

const toText = (moment: SQL) => sql`to_char(${moment} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** The time that a checkpoint is signed at: of the clock that its seals have, to the millisecond. */
export async function checkpointTime(db: Executor): Promise<string> {
  const [row] = await db.execute<{ now: string }>(sql`select ${toText(sql`clock_timestamp()`)} as now`);
  if (!row) throw new Error("The database has no time.");
  return row.now;
}

const checkpointColumns = sql`'countersign-checkpoint-1' as format, seq::text, encode(hash, 'hex') as hash, records::text,
  ${toText(sql`signed_at`)} as signed_at, key_id,
  encode(public_key, 'hex') as public_key, encode(signature, 'hex') as signature`;

/** The newest checkpoint; null where none was made. */
export async function newestCheckpoint(db: Executor): Promise<Checkpoint | null> {
  const rows = await db.execute<Checkpoint>(
    sql`select ${checkpointColumns} from audit_checkpoints c order by c.seq desc limit 1`,
  );
  return rows[0] ?? null;
}

/** The checkpoint of one seal; null where none was made. */
export async function findCheckpoint(db: Executor, seq: string): Promise<Checkpoint | null> {
  const rows = await db.execute<Checkpoint>(
    sql`select ${checkpointColumns} from audit_checkpoints c where c.seq = ${seq}::bigint`,
  );
  return rows[0] ?? null;
}

/** Whether the newest checkpoint is older than so many minutes, or none was made. */
export async function isCheckpointDue(db: Executor, minutes: number): Promise<boolean> {
  const rows = await db.execute(sql`
    select 1 from audit_checkpoints where signed_at > clock_timestamp() - make_interval(mins => ${minutes}) limit 1`);
  return rows.length === 0;
}

/** Keeps a checkpoint; a second one of the same seal is the first. */
export async function insertCheckpoint(db: Executor, made: Checkpoint): Promise<void> {
  await db.execute(sql`
    insert into audit_checkpoints (seq, hash, records, signed_at, key_id, public_key, signature)
    values (${made.seq}::bigint, decode(${made.hash}, 'hex'), ${made.records}::bigint, ${made.signed_at}::timestamptz, ${made.key_id},
      decode(${made.public_key}, 'hex'), decode(${made.signature}, 'hex'))
    on conflict do nothing`);
}
