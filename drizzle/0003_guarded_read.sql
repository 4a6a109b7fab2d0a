-- The guarded read: authorise, limit, read, record and spend for a batch of requests, in one call and one transaction.

-- One narrow row a token, written with every batch: room on the page for its next version, and early cleaning.
ALTER TABLE token_usage SET (fillfactor = 20, autovacuum_vacuum_threshold = 50, autovacuum_vacuum_scale_factor = 0,
  autovacuum_vacuum_cost_delay = 0, autovacuum_analyze_scale_factor = 1);
--> statement-breakpoint
COMMENT ON COLUMN token_refusals.refusals IS 'All refusals of the minute; the first 60 stand in audit_events too, one by one';
--> statement-breakpoint
CREATE FUNCTION countersign_json(value text) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT coalesce(to_json(value)::text, 'null') $$;
--> statement-breakpoint
-- RFC 3339 in UTC, whatever the session's time zone is.
CREATE FUNCTION countersign_json(value timestamptz) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT coalesce(left(to_json(value AT TIME ZONE 'UTC')::text, -1) || 'Z"', 'null') $$;
--> statement-breakpoint
-- A customer's JSON text with the fields of the mask. Bit n is field n of src/contracts/customer-fields.ts.
CREATE FUNCTION countersign_customer_json(c customers, mask integer) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT '{' || rtrim(concat(
    CASE WHEN mask & 1 <> 0 THEN concat('"id":', to_json(c.id), ',') END,
    CASE WHEN mask & 2 <> 0 THEN '"object":"customer",' END,
    CASE WHEN mask & 4 <> 0 THEN concat('"external_id":', countersign_json(c.external_id), ',') END,
    CASE WHEN mask & 8 <> 0 THEN concat('"status":"', c.status, '",') END,
    CASE WHEN mask & 1008 <> 0 THEN concat('"loyalty":{', rtrim(concat(
      CASE WHEN mask & 16 <> 0 THEN concat('"points_balance":', c.points_balance, ',') END,
      CASE WHEN mask & 32 <> 0 THEN concat('"points_pending":', c.points_pending, ',') END,
      CASE WHEN mask & 64 <> 0 THEN concat('"points_spent":', c.points_spent, ',') END,
      CASE WHEN mask & 128 <> 0 THEN concat('"lifetime_points":', c.lifetime_points, ',') END,
      CASE WHEN mask & 256 <> 0 THEN CASE WHEN c.tier_id IS NULL THEN '"tier":null,' ELSE concat(
        '"tier":{"id":', to_json(c.tier_id), ',"name":', countersign_json(c.tier_name),
        ',"since":', countersign_json(c.tier_since), ',"expires_at":', countersign_json(c.tier_expires_at), '},') END END,
      CASE WHEN mask & 512 <> 0 THEN concat('"expiring":', c.expiring, ',') END), ','), '},') END,
    CASE WHEN mask & 1024 <> 0 THEN concat('"enrolled_at":', countersign_json(c.enrolled_at), ',') END,
    CASE WHEN mask & 2048 <> 0 THEN concat('"last_activity_at":', countersign_json(c.last_activity_at), ',') END,
    CASE WHEN mask & 4096 <> 0 THEN concat('"created_at":', countersign_json(c.created_at), ',') END,
    CASE WHEN mask & 8192 <> 0 THEN concat('"updated_at":', countersign_json(c.updated_at), ',') END,
    CASE WHEN mask & 16384 <> 0 THEN concat('"version":', c.version, ',') END,
    CASE WHEN mask & 32768 <> 0 THEN concat('"first_name":', countersign_json(c.first_name), ',') END,
    CASE WHEN mask & 65536 <> 0 THEN concat('"last_name":', countersign_json(c.last_name), ',') END,
    CASE WHEN mask & 131072 <> 0 THEN concat('"email":', countersign_json(c.email), ',') END,
    CASE WHEN mask & 262144 <> 0 THEN concat('"phone":', countersign_json(c.phone), ',') END,
    CASE WHEN mask & 524288 <> 0 THEN concat('"member_number":', countersign_json(c.member_number), ',') END,
    CASE WHEN mask & 1048576 <> 0 THEN concat('"birth_date":', coalesce(to_json(c.birth_date)::text, 'null'), ',') END,
    CASE WHEN mask & 132120576 <> 0 THEN concat('"address":{', rtrim(concat(
      CASE WHEN mask & 2097152 <> 0 THEN concat('"line_1":', countersign_json(c.address_line_1), ',') END,
      CASE WHEN mask & 4194304 <> 0 THEN concat('"line_2":', countersign_json(c.address_line_2), ',') END,
      CASE WHEN mask & 8388608 <> 0 THEN concat('"city":', countersign_json(c.address_city), ',') END,
      CASE WHEN mask & 16777216 <> 0 THEN concat('"state":', countersign_json(c.address_state), ',') END,
      CASE WHEN mask & 33554432 <> 0 THEN concat('"postal_code":', countersign_json(c.address_postal_code), ',') END,
      CASE WHEN mask & 67108864 <> 0 THEN concat('"country":', countersign_json(c.address_country::text), ',') END), ','), '},') END,
    CASE WHEN mask & 134217728 <> 0 THEN concat('"custom_fields":', c.custom_fields, ',') END,
    CASE WHEN mask & 805306368 <> 0 THEN concat('"consents":{', rtrim(concat(
      CASE WHEN mask & 268435456 <> 0 THEN concat('"email":{"granted":', to_json(c.email_consent),
        ',"at":', countersign_json(c.email_consent_at), ',"source":', countersign_json(c.email_consent_source), '},') END,
      CASE WHEN mask & 536870912 <> 0 THEN concat('"sms":{"granted":', to_json(c.sms_consent),
        ',"at":', countersign_json(c.sms_consent_at), ',"source":', countersign_json(c.sms_consent_source), '},') END), ','), '},') END
  ), ',') || '}' $$;
--> statement-breakpoint
-- What a record calls the fields of a mask: a group by its name where it is whole, else each field.
CREATE FUNCTION countersign_field_names(mask integer) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$ SELECT array_agg(name ORDER BY place) FROM (
    SELECT place, CASE WHEN mask & whole = whole THEN name END AS name
    FROM (VALUES (0, 32767, 'basic'), (15, 1015808, 'contact'), (20, 267386880, 'sensitive'), (28, 805306368, 'consent'))
      AS groups(place, whole, name)
    UNION ALL
    SELECT place, name
    FROM unnest(ARRAY['id', 'object', 'external_id', 'status', 'loyalty.points_balance', 'loyalty.points_pending',
      'loyalty.points_spent', 'loyalty.lifetime_points', 'loyalty.tier', 'loyalty.expiring', 'enrolled_at',
      'last_activity_at', 'created_at', 'updated_at', 'version', 'first_name', 'last_name', 'email', 'phone',
      'member_number', 'birth_date', 'address.line_1', 'address.line_2', 'address.city', 'address.state',
      'address.postal_code', 'address.country', 'custom_fields', 'consents.email', 'consents.sms'])
      WITH ORDINALITY AS fields(name, place)
    WHERE mask & (1 << (place - 1)::integer) <> 0
      AND mask & CASE WHEN place <= 15 THEN 32767 WHEN place <= 20 THEN 1015808 WHEN place <= 28 THEN 267386880 ELSE 805306368 END
        <> CASE WHEN place <= 15 THEN 32767 WHEN place <= 20 THEN 1015808 WHEN place <= 28 THEN 267386880 ELSE 805306368 END
  ) AS named WHERE name IS NOT NULL $$;
--> statement-breakpoint
-- What a token may do, for the token itself.
CREATE FUNCTION countersign_token_json(token uuid, secret uuid, address inet, now timestamptz) RETURNS text
  LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT concat('{"object":"token","reference":', to_json(t.reference), ',"purpose":', to_json(t.purpose),
    ',"scopes":', to_json(t.scopes), ',"networks":[', (
      SELECT string_agg(concat('{"network":"', CASE WHEN masklen(n.network) = CASE family(n.network) WHEN 4 THEN 32 ELSE 128 END
          THEN host(n.network) ELSE n.network::text END,
        '","label":', to_json(n.label), ',"expires_at":', countersign_json(n.expires_at), '}'), ',' ORDER BY n.network)
      FROM approved_networks n
      WHERE n.token_id = t.id AND n.revoked_at IS NULL AND (n.expires_at IS NULL OR n.expires_at > now)),
    '],"limits":{"rate_per_minute":', t.rate_per_minute, ',"daily_limit":', t.daily_limit,
    '},"expires_at":', countersign_json(t.expires_at), ',"secret_ends_at":', countersign_json(s.ends_at),
    ',"client_ip":', to_json(host(address)), '}')
  FROM security_tokens t JOIN token_secrets s ON s.token_id = t.id WHERE t.id = token AND s.id = secret $$;
--> statement-breakpoint
-- Callers are distinct (secret, address) pairs; requests name theirs by place. A request that describes has no customer.
-- `p_faulty` says that its parameters did not parse: the refusal is decided here, in its turn, and recorded.
CREATE FUNCTION countersign_guarded_read(
  p_hashes bytea[], p_addresses inet[], p_prefixes text[],
  p_callers integer[], p_request_ids text[], p_customer_ids text[], p_wanted integer[], p_describes boolean[], p_faulty boolean[]
) RETURNS TABLE (
  place integer, verdict text, body text, omitted integer,
  rate_limit integer, rate_left integer, rate_reset integer,
  daily_limit integer, daily_left integer, daily_reset integer, retry_after integer
)
LANGUAGE plpgsql VOLATILE
AS $$
#variable_conflict use_column
DECLARE
  v_secrets uuid[];
  v_tokens uuid[];
  v_unused boolean;
  v_locked bigint;
  v_now timestamptz;
  v_today date;
BEGIN
  SELECT array_agg(s.id), array_agg(DISTINCT s.token_id), bool_or(s.first_used_at IS NULL)
    INTO v_secrets, v_tokens, v_unused
    FROM token_secrets s WHERE s.hash = ANY (p_hashes);

  -- 1. Lock, in token order. Nothing is decided here; the next statement's snapshot is newer than any wait.
  PERFORM 1 FROM token_usage u WHERE u.token_id = ANY (v_tokens) ORDER BY u.token_id FOR NO KEY UPDATE;
  GET DIAGNOSTICS v_locked = ROW_COUNT;
  IF v_locked < cardinality(v_tokens) THEN
    INSERT INTO token_usage (token_id, rate_left, refilled_at, day)
      SELECT t.id, t.rate_per_minute, countersign_now(), (countersign_now() AT TIME ZONE 'UTC')::date
      FROM security_tokens t WHERE t.id = ANY (v_tokens) ORDER BY t.id
      ON CONFLICT DO NOTHING;
    PERFORM 1 FROM token_usage u WHERE u.token_id = ANY (v_tokens) ORDER BY u.token_id FOR NO KEY UPDATE;
  END IF;
  -- A first use is written below; it must not wait there for a display that is ending this secret.
  IF v_unused THEN
    PERFORM 1 FROM token_secrets s WHERE s.id = ANY (v_secrets) AND s.first_used_at IS NULL
      ORDER BY s.id FOR NO KEY UPDATE;
  END IF;
  v_now := countersign_now();
  v_today := (v_now AT TIME ZONE 'UTC')::date;

  -- 2. Decide, read, record and spend.
  RETURN QUERY
  WITH known AS MATERIALIZED (
    SELECT c.caller, c.address, s.secret_id, s.token_id, s.unused, s.rate_per_minute, s.daily_limit, s.customers_read,
      s.granted, s.may_read, coalesce(least(s.rate_per_minute, s.refilled), 0) AS rate_left,
      CASE
        WHEN s.secret_id IS NULL THEN 'token_invalid'
        WHEN NOT EXISTS (
          -- A range of one network: the planner then takes the index by token, however many tokens share a network.
          SELECT 1 FROM unnest(c.prefixes::cidr[]) AS own(network), LATERAL (
            SELECT 1 FROM approved_networks n
            WHERE n.token_id = s.token_id AND n.network >= own.network AND n.network <= own.network
              AND n.revoked_at IS NULL AND (n.expires_at IS NULL OR n.expires_at > v_now)
            LIMIT 1) probe
        ) THEN 'ip_not_allowed'
        WHEN s.revoked THEN 'token_revoked'
        WHEN s.expired THEN 'token_expired'
      END AS verdict
    FROM unnest(p_hashes, p_addresses, p_prefixes) WITH ORDINALITY AS c(hash, address, prefixes, caller)
    LEFT JOIN LATERAL (
      SELECT s.id AS secret_id, s.token_id, s.first_used_at IS NULL AS unused, t.rate_per_minute, t.daily_limit,
        t.revoked_at IS NOT NULL OR coalesce(s.ends_at <= v_now, false) AS revoked, t.expires_at <= v_now AS expired,
        u.rate_left + t.rate_per_minute * greatest(0, extract(epoch FROM v_now - u.refilled_at)::float8) / 60 AS refilled,
        CASE WHEN u.day = v_today THEN u.customers_read ELSE 0 END AS customers_read,
        32767 | CASE WHEN 'fields:contact' = ANY (t.scopes) THEN 1015808 ELSE 0 END
          | CASE WHEN 'fields:sensitive' = ANY (t.scopes) THEN 267386880 ELSE 0 END
          | CASE WHEN 'fields:consent' = ANY (t.scopes) THEN 805306368 ELSE 0 END AS granted,
        'customers:read' = ANY (t.scopes) AS may_read,
        s.id = ANY (v_secrets) AS locked
      FROM token_secrets s
      JOIN security_tokens t ON t.id = s.token_id
      LEFT JOIN token_usage u ON u.token_id = s.token_id
      WHERE s.hash = c.hash
      OFFSET 0
    ) s ON s.locked
  ),
  -- How many of this token's requests have reached the limits, each counted with those before it.
  ranked AS (
    SELECT q.*, floor(q.rate_left + 1e-9)::integer AS room,
      count(*) FILTER (WHERE q.verdict IS NULL) OVER (PARTITION BY q.token_id ORDER BY q.place ROWS UNBOUNDED PRECEDING) AS turn
    FROM (
      SELECT r.place, r.request_id, r.customer_id, r.wanted, r.describes, k.address, k.secret_id, k.token_id, k.unused,
        k.rate_per_minute, k.daily_limit, k.rate_left, k.customers_read, k.granted,
        coalesce(k.verdict, CASE
          WHEN NOT r.describes AND NOT k.may_read THEN 'scope_missing'
          WHEN r.faulty THEN 'invalid_parameter'
        END) AS verdict
      FROM unnest(p_callers, p_request_ids, p_customer_ids, p_wanted, p_describes, p_faulty)
        WITH ORDINALITY AS r(caller, request_id, customer_id, wanted, describes, faulty, place)
      JOIN known k ON k.caller = r.caller
    ) q
  ),
  decided AS MATERIALIZED (
    SELECT f.*, coalesce(f.verdict, CASE
        WHEN f.turn > f.room THEN 'rate_limited'
        WHEN f.describes THEN NULL
        WHEN f.customers_read + f.found_before >= f.daily_limit THEN 'daily_limit_reached'
        WHEN f.body IS NULL THEN 'customer_not_found'
      END) AS outcome
    FROM (
      SELECT l.*, count(l.body) OVER (PARTITION BY l.token_id ORDER BY l.place
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS found_before
      FROM (
        SELECT r.*, CASE WHEN c.id IS NOT NULL THEN countersign_customer_json(c, r.granted & r.wanted) END AS body
        FROM ranked r
        LEFT JOIN customers c ON c.id = CASE WHEN r.verdict IS NULL AND r.turn <= r.room AND NOT r.describes THEN r.customer_id END
      ) l
    ) f
  ),
  spent AS (
    UPDATE token_usage u SET rate_left = d.rate_left - least(d.turns, d.room), refilled_at = v_now, day = v_today,
      customers_read = d.customers_read + d.returned
    FROM (
      SELECT token_id, rate_left, room, customers_read, max(turn) AS turns,
        count(*) FILTER (WHERE outcome IS NULL AND NOT describes) AS returned
      FROM decided WHERE turn > 0 GROUP BY token_id, rate_left, room, customers_read
    ) d
    WHERE u.token_id = d.token_id
  ),
  used AS (
    UPDATE token_secrets s SET first_used_at = v_now
    WHERE v_unused AND s.first_used_at IS NULL AND s.id IN (
      SELECT d.secret_id FROM decided d WHERE d.unused
        AND (d.outcome IS NULL OR d.outcome NOT IN ('token_invalid', 'ip_not_allowed', 'token_revoked', 'token_expired')))
  ),
  -- A caller without an address stands in the block ::/128.
  refused AS MATERIALIZED (
    SELECT b.place, b.token_id, b.block, coalesce(t.refusals, 0)
        + row_number() OVER (PARTITION BY b.token_id, b.block ORDER BY b.place) AS nth
    FROM (
      SELECT d.place, d.token_id, coalesce(
        network(set_masklen(d.address, CASE family(d.address) WHEN 4 THEN 24 ELSE 64 END))::cidr, '::/128'::cidr) AS block
      FROM decided d WHERE d.outcome IS NOT NULL AND d.token_id IS NOT NULL
    ) b
    LEFT JOIN token_refusals t ON t.token_id = b.token_id AND t.block = b.block AND t.minute = date_trunc('minute', v_now)
  ),
  counted AS (
    INSERT INTO token_refusals AS t (token_id, block, minute, refusals)
      SELECT token_id, block, date_trunc('minute', v_now), max(nth) FROM refused GROUP BY token_id, block
    ON CONFLICT (token_id, block, minute) DO UPDATE SET refusals = excluded.refusals
  ),
  recorded AS (
    INSERT INTO audit_events (at, action, outcome, rule, actor_kind, actor_id, token_id, subject_id, request_id, client_ip,
      customer_ids, fields)
    SELECT v_now, CASE WHEN d.describes THEN 'token.described' ELSE 'customer.read' END,
      CASE WHEN d.outcome IS NULL THEN 'allowed' ELSE 'refused' END::audit_outcome, d.outcome, 'token', d.token_id, d.token_id,
      d.secret_id, d.request_id, d.address,
      CASE WHEN d.customer_id IS NOT NULL THEN ARRAY[d.customer_id] END,
      CASE WHEN d.outcome IS NULL AND NOT d.describes THEN CASE d.granted & d.wanted
        WHEN 32767 THEN '{basic}' WHEN 1048575 THEN '{basic,contact}' WHEN 1073741823 THEN '{basic,contact,sensitive,consent}'
        ELSE countersign_field_names(d.granted & d.wanted) END END
    FROM decided d
    WHERE d.token_id IS NOT NULL
      AND (d.outcome IS NULL OR (SELECT f.nth FROM refused f WHERE f.place = d.place) <= 60)
  )
  SELECT d.place::integer, d.outcome,
    CASE WHEN d.outcome IS NULL THEN CASE WHEN d.describes
      THEN countersign_token_json(d.token_id, d.secret_id, d.address, v_now) ELSE d.body END END,
    d.wanted & ~d.granted,
    d.rate_per_minute, greatest(0, d.room - d.turn)::integer,
    ceil((d.rate_per_minute - d.rate_left + least(d.turn, d.room)) * 60 / d.rate_per_minute)::integer,
    d.daily_limit,
    greatest(0, d.daily_limit - d.customers_read - d.found_before
      - CASE WHEN d.outcome IS NULL AND NOT d.describes THEN 1 ELSE 0 END)::integer,
    ceil(extract(epoch FROM (v_today + 1)::timestamp AT TIME ZONE 'UTC' - v_now))::integer,
    CASE d.outcome
      WHEN 'rate_limited' THEN greatest(1, ceil((1 - d.rate_left + d.room) * 60 / d.rate_per_minute))::integer
      WHEN 'daily_limit_reached' THEN ceil(extract(epoch FROM (v_today + 1)::timestamp AT TIME ZONE 'UTC' - v_now))::integer
    END
  FROM decided d;
END $$;
