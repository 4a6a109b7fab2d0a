-- The guarded read with less to prepare and less to write for each call.

-- A customer's JSON with whole groups, as tokens are granted them: one pass, in the same bytes as the parts in any choice.
-- Expects datestyle ISO.
ALTER FUNCTION countersign_customer_json(customers, integer) RENAME TO countersign_customer_parts_json;
--> statement-breakpoint
-- In a language that is not inlined: what is rare is then not prepared with every call.
CREATE FUNCTION countersign_customer_chosen_json(c customers, mask integer) RETURNS text LANGUAGE plpgsql STABLE PARALLEL SAFE
  AS $$ BEGIN RETURN countersign_customer_parts_json(c, mask); END $$;
--> statement-breakpoint
CREATE FUNCTION countersign_customer_json(c customers, mask integer) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT CASE
    WHEN mask & 32767 = 32767 AND mask & 1015808 IN (0, 1015808) AND mask & 267386880 IN (0, 267386880)
      AND mask & 805306368 IN (0, 805306368)
    THEN concat('{"id":', to_json(c.id), ',"object":"customer","external_id":', coalesce(to_json(c.external_id), 'null'),
      ',"status":"', c.status, '","loyalty":{"points_balance":', c.points_balance, ',"points_pending":', c.points_pending,
      ',"points_spent":', c.points_spent, ',"lifetime_points":', c.lifetime_points, ',"tier":',
      CASE WHEN c.tier_id IS NULL THEN 'null' ELSE concat(
        '{"id":', to_json(c.tier_id), ',"name":', coalesce(to_json(c.tier_name), 'null'), replace(concat(
        ',"since":', coalesce('"' || (c.tier_since AT TIME ZONE interval '0') || 'Z"', 'null'),
        ',"expires_at":', coalesce('"' || (c.tier_expires_at AT TIME ZONE interval '0') || 'Z"', 'null')), ' ', 'T'), '}') END,
      ',"expiring":', c.expiring, replace(concat(
      '},"enrolled_at":"', c.enrolled_at AT TIME ZONE interval '0',
      'Z","last_activity_at":', coalesce('"' || (c.last_activity_at AT TIME ZONE interval '0') || 'Z"', 'null'),
      ',"created_at":"', c.created_at AT TIME ZONE interval '0',
      'Z","updated_at":"', c.updated_at AT TIME ZONE interval '0'), ' ', 'T'), 'Z","version":', c.version,
      CASE WHEN mask & 1015808 <> 0 THEN concat(
        ',"first_name":', coalesce(to_json(c.first_name), 'null'), ',"last_name":', coalesce(to_json(c.last_name), 'null'),
        ',"email":', coalesce(to_json(c.email), 'null'), ',"phone":', coalesce(to_json(c.phone), 'null'),
        ',"member_number":', coalesce(to_json(c.member_number), 'null')) END,
      CASE WHEN mask & 267386880 <> 0 THEN concat(
        ',"birth_date":', coalesce(to_json(c.birth_date), 'null'),
        ',"address":{"line_1":', coalesce(to_json(c.address_line_1), 'null'),
        ',"line_2":', coalesce(to_json(c.address_line_2), 'null'), ',"city":', coalesce(to_json(c.address_city), 'null'),
        ',"state":', coalesce(to_json(c.address_state), 'null'),
        ',"postal_code":', coalesce(to_json(c.address_postal_code), 'null'),
        ',"country":', coalesce(to_json(c.address_country::text), 'null'), '},"custom_fields":', c.custom_fields) END,
      CASE WHEN mask & 805306368 <> 0 THEN concat(
        ',"consents":{"email":{"granted":', to_json(c.email_consent),
        ',"at":', coalesce(replace('"' || (c.email_consent_at AT TIME ZONE interval '0') || 'Z"', ' ', 'T'), 'null'),
        ',"source":', coalesce(to_json(c.email_consent_source), 'null'), '},"sms":{"granted":', to_json(c.sms_consent),
        ',"at":', coalesce(replace('"' || (c.sms_consent_at AT TIME ZONE interval '0') || 'Z"', ' ', 'T'), 'null'),
        ',"source":', coalesce(to_json(c.sms_consent_source), 'null'), '}}') END,
      '}')
    ELSE countersign_customer_chosen_json(c, mask) END $$;
--> statement-breakpoint
-- Marks the first use of a secret, whose row the caller holds; gives back the place.
CREATE FUNCTION countersign_first_use(p_secret uuid, p_now timestamptz, p_place bigint) RETURNS bigint LANGUAGE plpgsql VOLATILE
  AS $$
BEGIN
  UPDATE token_secrets s SET first_used_at = p_now WHERE s.id = p_secret AND s.first_used_at IS NULL;
  RETURN p_place;
END $$;
--> statement-breakpoint
-- What a record calls an operation of the public API.
CREATE FUNCTION countersign_read_action(p_operation text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$ SELECT CASE p_operation WHEN 'read' THEN 'customer.read' WHEN 'describe' THEN 'token.described'
    WHEN 'list' THEN 'customer.listed' ELSE 'customer.looked_up' END $$;
--> statement-breakpoint
-- Counts a refusal of a genuine token, records it while it is one of the minute's first 60 of its block, and alerts; gives
-- back the verdict. The caller holds the token's limit row.
CREATE FUNCTION countersign_refuse(
  p_verdict text, p_operation text, p_token uuid, p_secret uuid, p_request text, p_address inet, p_customer text, p_now timestamptz
) RETURNS text
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  -- A caller without an address stands in the block ::/128.
  v_block cidr := coalesce(
    network(set_masklen(p_address, CASE family(p_address) WHEN 4 THEN 24 ELSE 64 END))::cidr, '::/128'::cidr);
  v_nth integer;
BEGIN
  INSERT INTO token_refusals AS t (token_id, block, minute, refusals)
    VALUES (p_token, v_block, date_trunc('minute', p_now), 1)
    ON CONFLICT (token_id, block, minute) DO UPDATE SET refusals = t.refusals + 1
    RETURNING refusals INTO v_nth;
  IF p_verdict = 'ip_not_allowed' THEN
    PERFORM countersign_alert(p_token, v_block, p_address, p_now);
  END IF;
  IF v_nth <= 60 THEN
    INSERT INTO audit_events (at, action, outcome, rule, actor_kind, actor_id, token_id, subject_id, request_id, client_ip,
      customer_ids, details)
    VALUES (p_now, countersign_read_action(p_operation), 'refused', p_verdict, 'token', p_token, p_token, p_secret, p_request,
      p_address, CASE WHEN p_operation <> 'list' AND p_customer IS NOT NULL THEN ARRAY[p_customer] END,
      CASE WHEN p_operation NOT IN ('read', 'describe', 'list', 'lookup') THEN jsonb_build_object('by', p_operation) END);
  END IF;
  RETURN p_verdict;
END $$;
--> statement-breakpoint
-- Callers are distinct (secret, address) pairs; requests name theirs by place. An operation is read, describe, list, or the
-- identifier that a customer is looked up by, whose value stands in p_values; lookup where none was named. `p_faulty` says that
-- the parameters did not parse: the refusal is decided here, in its turn, and recorded. A list comes alone, with p_limit.
CREATE OR REPLACE FUNCTION countersign_guarded_read(
  p_hashes bytea[], p_addresses inet[], p_prefixes text[],
  p_callers integer[], p_request_ids text[], p_customer_ids text[], p_wanted integer[], p_operations text[], p_faulty boolean[],
  p_values text[] DEFAULT NULL,
  p_limit integer DEFAULT NULL, p_cursor_token uuid DEFAULT NULL, p_since timestamptz DEFAULT NULL,
  p_after_at timestamptz DEFAULT NULL, p_after_id text DEFAULT NULL
) RETURNS TABLE (
  place integer, verdict text, body text, omitted integer,
  rate_limit integer, rate_left integer, rate_reset integer,
  daily_limit integer, daily_left integer, daily_reset integer, retry_after integer,
  missing_scope text, page_end text
)
LANGUAGE plpgsql VOLATILE
-- What countersign_customer_json takes the text of times to be.
SET datestyle = 'ISO'
AS $$
#variable_conflict use_column
DECLARE
  v_secrets uuid[];
  v_tokens uuid[];
  v_unused boolean;
  v_locked bigint;
  v_now timestamptz;
  v_today date;
  v_mask integer;
  v_hint record;
  v_ids text[];
  v_times timestamptz[];
  v_bodies text[];
  v_more boolean;
  v_settled timestamptz;
BEGIN
  SELECT array_agg(s.id), array_agg(DISTINCT s.token_id), bool_or(s.first_used_at IS NULL)
    INTO v_secrets, v_tokens, v_unused
    FROM token_secrets s WHERE s.hash = ANY (p_hashes);

  -- A page is read before anything is locked, and dropped or cut below by what is decided.
  IF p_limit IS NOT NULL THEN
    SELECT * INTO v_hint FROM countersign_page_hint(
      p_hashes, p_addresses, p_prefixes, v_secrets, p_wanted[1], p_cursor_token, countersign_now());
    IF FOUND THEN
      v_mask := v_hint.mask;
      SELECT * INTO v_ids, v_times, v_bodies, v_more, v_settled
        FROM countersign_page(v_mask, least(p_limit, v_hint.room), p_since, p_after_at, p_after_id);
    END IF;
  END IF;

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
  -- Approved, or refilled, while this call waited: rare, and then read under the lock.
  IF p_limit IS NOT NULL THEN
    SELECT * INTO v_hint FROM countersign_page_hint(
      p_hashes, p_addresses, p_prefixes, v_secrets, p_wanted[1], p_cursor_token, v_now);
    IF FOUND AND v_hint.mask IS DISTINCT FROM v_mask THEN
      v_mask := v_hint.mask;
      SELECT * INTO v_ids, v_times, v_bodies, v_more, v_settled
        FROM countersign_page(v_mask, least(p_limit, v_hint.room), p_since, p_after_at, p_after_id);
    END IF;
  END IF;

  -- 2. Decide, read, record and spend.
  RETURN QUERY
  WITH known AS MATERIALIZED (
    SELECT * FROM countersign_callers(p_hashes, p_addresses, p_prefixes, v_secrets, v_now, v_today)
  ),
  -- How many of this token's requests have reached the limits, each counted with those before it.
  ranked AS (
    SELECT q.*, floor(q.rate_left + 1e-9)::integer AS room,
      count(*) FILTER (WHERE q.verdict IS NULL) OVER (PARTITION BY q.token_id ORDER BY q.place ROWS UNBOUNDED PRECEDING) AS turn
    FROM (
      SELECT r.place, r.request_id, r.customer_id, r.wanted, r.operation, k.address, k.secret_id, k.token_id, k.unused,
        k.rate_per_minute, k.daily_limit, k.rate_left, k.customers_read, k.granted, k.network_id, lacks.scope,
        coalesce(k.verdict, CASE
          WHEN lacks.scope IS NOT NULL THEN 'scope_missing'
          WHEN r.faulty OR p_cursor_token <> k.token_id THEN 'invalid_parameter'
        END) AS verdict
      FROM unnest(p_callers, p_request_ids, p_customer_ids, p_wanted, p_operations, p_faulty)
        WITH ORDINALITY AS r(caller, request_id, customer_id, wanted, operation, faulty, place)
      JOIN known k ON k.caller = r.caller
      CROSS JOIN LATERAL (SELECT CASE
        WHEN r.operation = 'describe' THEN NULL
        WHEN r.operation = 'list' THEN CASE WHEN NOT k.may_list THEN 'customers:list' END
        WHEN NOT k.may_read THEN 'customers:read'
        WHEN r.operation IN ('email', 'phone', 'member_number') AND k.granted & 1015808 = 0 THEN 'fields:contact'
      END AS scope) lacks
    ) q
  ),
  decided AS MATERIALIZED (
    SELECT o.*, CASE
        WHEN o.outcome IS NOT NULL OR o.operation = 'describe' THEN 0
        ELSE least(o.found, o.daily_limit - o.customers_read - o.found_before)
      END AS returned
    FROM (
      SELECT f.*, coalesce(f.verdict, CASE
          WHEN f.turn > f.room THEN 'rate_limited'
          WHEN f.operation = 'describe' THEN NULL
          WHEN f.customers_read + f.found_before >= f.daily_limit THEN 'daily_limit_reached'
          WHEN f.operation = 'list' THEN NULL
          WHEN f.body IS NULL THEN CASE
            WHEN f.operation IN ('email', 'phone') AND countersign_find(f.operation, p_values[f.place]) = '*' THEN 'invalid_parameter'
            ELSE 'customer_not_found' END
        END) AS outcome
      FROM (
        SELECT l.*, coalesce(sum(l.found) OVER (PARTITION BY l.token_id ORDER BY l.place
          ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS found_before
        FROM (
          SELECT r.*, c.id AS found_id,
            CASE WHEN c.id IS NOT NULL THEN countersign_customer_json(c, r.granted & r.wanted) END AS body,
            CASE
              WHEN c.id IS NOT NULL THEN 1
              WHEN r.operation = 'list' AND r.verdict IS NULL AND r.turn <= r.room THEN cardinality(v_ids)
              ELSE 0
            END AS found
          FROM ranked r
          LEFT JOIN customers c ON c.id = CASE WHEN r.verdict IS NULL AND r.turn <= r.room THEN CASE
            WHEN r.operation = 'read' THEN r.customer_id
            WHEN r.operation NOT IN ('describe', 'list') THEN countersign_find(r.operation, p_values[r.place])
          END END
        ) l
      ) f
    ) o
  ),
  -- Uses are what the minute counts: requests that were let in, found or not.
  spent AS (
    UPDATE token_usage u SET rate_left = d.rate_left - d.used, refilled_at = v_now, day = v_today,
      customers_read = d.customers_read + d.returned, uses = u.uses + d.used,
      last_used_at = CASE WHEN d.used > 0 THEN v_now ELSE u.last_used_at END,
      last_used_from = CASE WHEN d.used > 0 THEN p_addresses[p_callers[d.last_place]] ELSE u.last_used_from END
    FROM (
      SELECT token_id, rate_left, room, customers_read, least(max(turn), room) AS used, sum(returned) AS returned,
        max(place) FILTER (WHERE verdict IS NULL AND turn <= room) AS last_place
      FROM decided WHERE turn > 0 GROUP BY token_id, rate_left, room, customers_read
    ) d
    WHERE u.token_id = d.token_id
  ),
  -- Under its token's limit row, so that no other call writes it.
  entered AS (
    INSERT INTO network_usage AS n (network_id, uses, last_used_at, last_used_from)
      SELECT d.network_id, count(*), v_now, p_addresses[p_callers[max(d.place)]]
      FROM decided d WHERE d.verdict IS NULL AND d.turn <= d.room GROUP BY d.network_id
    ON CONFLICT (network_id) DO UPDATE SET uses = n.uses + excluded.uses, last_used_at = excluded.last_used_at,
      last_used_from = excluded.last_used_from
  ),
  -- A record names what was asked for by a random id, never the value that a customer was looked up by.
  recorded AS (
    INSERT INTO audit_events (at, action, outcome, actor_kind, actor_id, token_id, subject_id, request_id, client_ip,
      customer_ids, fields, details)
    SELECT v_now, countersign_read_action(d.operation), 'allowed', 'token', d.token_id, d.token_id,
      d.secret_id, d.request_id, d.address,
      CASE
        WHEN d.operation = 'list' THEN v_ids[1:d.returned]
        WHEN d.customer_id IS NOT NULL THEN ARRAY[d.customer_id]
        WHEN d.found_id IS NOT NULL THEN ARRAY[d.found_id]
      END,
      CASE WHEN d.operation <> 'describe' THEN CASE d.granted & d.wanted
        WHEN 32767 THEN '{basic}' WHEN 1048575 THEN '{basic,contact}' WHEN 1073741823 THEN '{basic,contact,sensitive,consent}'
        ELSE countersign_field_names(d.granted & d.wanted) END END,
      CASE WHEN d.operation NOT IN ('read', 'describe', 'list', 'lookup') THEN jsonb_build_object('by', d.operation) END
    FROM decided d
    WHERE d.outcome IS NULL
  )
  -- What is rare is written by calls of its own, which cost the others nothing.
  SELECT CASE WHEN d.unused AND (d.verdict IS NULL OR d.verdict IN ('scope_missing', 'invalid_parameter'))
      THEN countersign_first_use(d.secret_id, v_now, d.place) ELSE d.place END::integer,
    CASE WHEN d.outcome IS NOT NULL AND d.token_id IS NOT NULL
      THEN countersign_refuse(d.outcome, d.operation, d.token_id, d.secret_id, d.request_id, d.address, d.customer_id, v_now)
      ELSE d.outcome END,
    CASE WHEN d.outcome IS NULL THEN CASE d.operation
      WHEN 'describe' THEN countersign_token_json(d.token_id, d.secret_id, d.address, v_now)
      WHEN 'list' THEN CASE
        WHEN v_mask IS DISTINCT FROM d.granted & d.wanted THEN countersign_again()
        ELSE concat('[', array_to_string(v_bodies[1:d.returned], ','), ']') END
      ELSE d.body END END,
    d.wanted & ~d.granted,
    d.rate_per_minute, greatest(0, d.room - d.turn)::integer,
    ceil((d.rate_per_minute - d.rate_left + least(d.turn, d.room)) * 60 / d.rate_per_minute)::integer,
    d.daily_limit, greatest(0, d.daily_limit - d.customers_read - d.found_before - d.returned)::integer,
    ceil(extract(epoch FROM (v_today + 1)::timestamp AT TIME ZONE 'UTC' - v_now))::integer,
    CASE d.outcome
      WHEN 'rate_limited' THEN greatest(1, ceil((1 - d.rate_left + d.room) * 60 / d.rate_per_minute))::integer
      WHEN 'daily_limit_reached' THEN ceil(extract(epoch FROM (v_today + 1)::timestamp AT TIME ZONE 'UTC' - v_now))::integer
    END,
    CASE WHEN d.outcome = 'scope_missing' THEN d.scope END,
    CASE WHEN d.outcome IS NULL AND d.operation = 'list' THEN json_build_object(
      'more', v_more OR d.returned < cardinality(v_ids), 'token', d.token_id, 'id', v_ids[d.returned],
      'at', countersign_json(v_times[d.returned])::json, 'settled', countersign_json(v_settled)::json)::text END
  FROM decided d;
END $$;
