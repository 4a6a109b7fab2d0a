import postgres, { type Sql } from "postgres";

/** More networks beside the token's own, approved as that was; written by a superuser, for nobody signed them. */
export async function fillNetworks(superuserUrl: string, tokenId: string, count: number): Promise<void> {
  const sql = postgres(superuserUrl, { max: 1, connection: { session_replication_role: "replica" } });
  await sql`
    insert into approved_networks (token_id, request_id, network, label, approved_by)
    select n.token_id, n.request_id, set_masklen('10.0.0.0'::inet + i * 256, 24)::cidr, 'till ' || i, n.approved_by
    from approved_networks n, generate_series(1, ${count - 1}::integer) i
    where n.token_id = ${tokenId}`;
  await sql.end();
}

/** Members in no order of their ids, with something in every field, and JSON of about 1 kB each. */
export function fillCustomers(ownerUrl: string, count: number): Promise<void> {
  return fillInBulk(
    ownerUrl,
    "customers",
    count,
    (sql, from, to) => sql`
    insert into customers (id, external_id, status, points_balance, points_pending, points_spent, lifetime_points, tier_id,
      tier_name, tier_since, tier_expires_at, expiring, enrolled_at, last_activity_at, created_at, updated_at, version,
      first_name, last_name, email, phone, member_number, birth_date, address_line_1, address_line_2, address_city,
      address_state, address_postal_code, address_country, custom_fields, email_consent, email_consent_at,
      email_consent_source, sms_consent, sms_consent_at, sms_consent_source)
    select 'cus_' || substr(md5(i::text), 1, 16), 'crm-' || lpad(i::text, 8, '0'), 'active', i % 90000, i % 600, i % 5000,
      i % 100000, 'gold', 'Gold', t, t + interval '400 days',
      jsonb_build_array(jsonb_build_object('points', i % 900, 'expires_at', '2027-03-31T00:00:00.000Z')),
      t, t + interval '90 days', t, t + interval '90 days', 1 + i % 40,
      'Marit' || i % 997, 'Haugen' || i % 9973, 'marit.haugen' || i || '@example.com', '+1555' || lpad(i::text, 8, '0'),
      'HR' || lpad(i::text, 9, '0'), date '1950-01-01' + i % 20000, 'Strandgaten ' || i % 200, 'Flat ' || i % 30, 'Bergen',
      'Vestland', lpad((i % 10000)::text, 4, '0'), 'NO',
      jsonb_build_object('preferred_store', 'Quayside', 'household_size', i % 6),
      i % 3 > 0, t, 'signup form', i % 4 = 0, t, 'preference centre'
    from generate_series(${from}::integer, ${to}::integer) i,
      lateral (select timestamptz '2020-01-01 00:00Z' + i % 1900 * interval '1 day' + i % 86400 * interval '1 second' as t) l`,
  );
}

/** Reads of these customers that were recorded before, their request ids in order of time, as the application makes them. */
export function fillRecords(ownerUrl: string, tokenId: string, count: number): Promise<void> {
  return fillInBulk(
    ownerUrl,
    "audit_events",
    count,
    (sql, from, to) => sql`
    insert into audit_events (at, action, outcome, actor_kind, actor_id, token_id, subject_id, request_id, client_ip,
      customer_ids, fields)
    select timestamptz '2026-01-01 00:00Z' + i * interval '1 second', 'customer.read', 'allowed', 'token', ${tokenId},
      ${tokenId}, ${tokenId}, 'req_' || lpad(i::text, 8, '0') || substr(md5('request' || i), 1, 9), '127.0.0.1',
      array['cus_' || substr(md5(i::text), 1, 16)], '{basic,contact,sensitive,consent}'
    from generate_series(${from}::integer, ${to}::integer) i`,
  );
}

const share = 250_000;

/** Fills an empty table over two connections; its indexes are made when it is full, which is many times quicker. */
async function fillInBulk(
  ownerUrl: string,
  table: string,
  count: number,
  insert: (sql: Sql, from: number, to: number) => PromiseLike<unknown>,
): Promise<void> {
  if (count === 0) return;
  const sql = postgres(ownerUrl, { max: 2, onnotice: () => {}, connection: { maintenance_work_mem: "1GB" } });
  try {
    const indexes = await takeIndexes(sql, table);
    const shares = Array.from({ length: Math.ceil(count / share) }, (_, index) => index * share);
    const work = async () => {
      for (let from = shares.shift(); from !== undefined; from = shares.shift())
        await insert(sql, from + 1, Math.min(from + share, count));
    };
    await Promise.all([work(), work()]);
    for (const { definition } of indexes) await sql.unsafe(definition);
  } finally {
    await sql.end();
  }
}

/** Drops a table's indexes and says how to make them again. */
async function takeIndexes(sql: Sql, table: string): Promise<{ definition: string }[]> {
  const indexes = await sql<{ name: string; definition: string; removal: string }[]>`
    select c.relname as name,
      case when k.oid is null then pg_get_indexdef(i.indexrelid)
        else format('alter table %s add constraint %I %s', i.indrelid::regclass, k.conname, pg_get_constraintdef(k.oid))
      end as definition,
      case when k.oid is null then format('drop index %s', i.indexrelid::regclass)
        else format('alter table %s drop constraint %I', i.indrelid::regclass, k.conname) end as removal
    from pg_index i join pg_class c on c.oid = i.indexrelid left join pg_constraint k on k.conindid = i.indexrelid
    where i.indrelid = ${table}::regclass`;
  for (const { removal } of indexes) await sql.unsafe(removal);
  return indexes;
}
