-- Lookups and lists go the way of every read: one function decides, whatever is asked.

-- Who changes customers says so, by the second in which it began, until it commits or gives up. A list by time of change
-- stops before the earliest of them, so that nothing appears behind a place that it has passed.
CREATE FUNCTION countersign_announce_change() RETURNS trigger LANGUAGE plpgsql
  SET search_path = public, pg_temp
  AS $$
BEGIN
  IF current_setting('countersign.changes_customers', true) IS DISTINCT FROM 'on' THEN
    PERFORM pg_advisory_xact_lock_shared(1129533251,
      floor(extract(epoch FROM countersign_now() - timestamptz '2020-01-01 00:00Z'))::integer);
    PERFORM set_config('countersign.changes_customers', 'on', true);
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER customers_announce_change BEFORE INSERT OR UPDATE ON customers
  FOR EACH STATEMENT EXECUTE FUNCTION countersign_announce_change();
--> statement-breakpoint
-- The time of a change is the clock's after the announcement, whatever the writer gives; so is the version.
CREATE FUNCTION countersign_mark_change() RETURNS trigger LANGUAGE plpgsql
  SET search_path = public, pg_temp
  AS $$
BEGIN
  NEW.updated_at := countersign_now();
  NEW.version := OLD.version + 1;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER customers_mark_change BEFORE UPDATE ON customers
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION countersign_mark_change();
--> statement-breakpoint
-- All changes before this time are committed and to be seen by a snapshot that is taken after it.
CREATE FUNCTION countersign_settled() RETURNS timestamptz LANGUAGE plpgsql VOLATILE
  AS $$
DECLARE
  v_now timestamptz := countersign_now();
BEGIN
  RETURN (SELECT least(v_now, min(timestamptz '2020-01-01 00:00Z' + make_interval(secs => l.objid::bigint)))
    FROM pg_locks l
    WHERE l.locktype = 'advisory' AND l.classid = 1129533251 AND l.objsubid = 2
      AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database()));
END $$;
--> statement-breakpoint
-- One page of customers by keyset: by id, or by time of change and id where p_since is given.
CREATE FUNCTION countersign_page(
  p_mask integer, p_rows integer, p_since timestamptz, p_after_at timestamptz, p_after_id text,
  OUT ids text[], OUT times timestamptz[], OUT bodies text[], OUT more boolean, OUT settled timestamptz
) LANGUAGE plpgsql VOLATILE
  AS $$
BEGIN
  IF p_since IS NULL THEN
    SELECT array_agg(c.id ORDER BY c.id), array_agg(countersign_customer_json(c, p_mask) ORDER BY c.id) INTO ids, bodies
      FROM (SELECT * FROM customers WHERE id > coalesce(p_after_id, '') ORDER BY id LIMIT p_rows + 1) c;
  ELSE
    -- Never before a place that an earlier page has reached: what is announced by the second would be told again.
    settled := greatest(p_since, p_after_at + interval '1 microsecond', countersign_settled());
    -- A statement of its own: its snapshot is newer than the look at who is changing customers.
    SELECT array_agg(c.id ORDER BY c.updated_at, c.id), array_agg(c.updated_at ORDER BY c.updated_at, c.id),
        array_agg(countersign_customer_json(c, p_mask) ORDER BY c.updated_at, c.id)
      INTO ids, times, bodies
      FROM (
        SELECT * FROM customers
        WHERE (updated_at, id) > (coalesce(p_after_at, p_since), coalesce(p_after_id, '')) AND updated_at < settled
        ORDER BY updated_at, id LIMIT p_rows + 1
      ) c;
  END IF;
  more := coalesce(cardinality(ids), 0) > p_rows;
  ids := coalesce(ids[1:p_rows], '{}');
END $$;
--> statement-breakpoint
-- The customer that an identifier belongs to; '*' where it belongs to several. A merged one yields to the one it became.
CREATE FUNCTION countersign_find(p_by text, p_value text) RETURNS text LANGUAGE plpgsql STABLE
  AS $$
DECLARE
  v_ids text[];
BEGIN
  IF p_by = 'external_id' THEN
    RETURN (SELECT c.id FROM customers c WHERE c.external_id = p_value);
  ELSIF p_by = 'member_number' THEN
    RETURN (SELECT c.id FROM customers c WHERE c.member_number = p_value);
  ELSIF p_by = 'email' THEN
    SELECT coalesce(array_agg(m.id) FILTER (WHERE m.status <> 'merged' OR m.nth = 50), array_agg(m.id)) INTO v_ids
      FROM (SELECT c.id, c.status, row_number() OVER () AS nth FROM customers c WHERE lower(c.email) = lower(p_value) LIMIT 50) m;
  ELSIF p_by = 'phone' THEN
    SELECT coalesce(array_agg(m.id) FILTER (WHERE m.status <> 'merged' OR m.nth = 50), array_agg(m.id)) INTO v_ids
      FROM (SELECT c.id, c.status, row_number() OVER () AS nth FROM customers c WHERE c.phone = p_value LIMIT 50) m;
  END IF;
  RETURN CASE WHEN cardinality(v_ids) > 1 THEN '*' ELSE v_ids[1] END;
END $$;
--> statement-breakpoint
-- One alert a token, block and hour, from 20 blocks an hour at most: who holds many blocks fills no mailbox.
CREATE FUNCTION countersign_alert(p_token uuid, p_block cidr, p_address inet, p_now timestamptz) RETURNS boolean
  LANGUAGE plpgsql VOLATILE
  AS $$
DECLARE
  v_hour timestamptz := date_trunc('hour', p_now, 'UTC');
BEGIN
  IF (SELECT count(*) >= 20 OR coalesce(bool_or(a.block = p_block), false)
      FROM refusal_alerts a WHERE a.token_id = p_token AND a.hour = v_hour) THEN
    RETURN false;
  END IF;
  INSERT INTO refusal_alerts (token_id, block, hour, address, first_at) VALUES (p_token, p_block, v_hour, p_address, p_now)
    ON CONFLICT DO NOTHING;
  RETURN FOUND;
END $$;
--> statement-breakpoint
-- What was read for a page no longer fits what is decided: the whole call runs again.
CREATE FUNCTION countersign_again() RETURNS text LANGUAGE plpgsql VOLATILE
  AS $$ BEGIN RAISE EXCEPTION 'a page was read under other permissions' USING ERRCODE = 'serialization_failure'; END $$;
--> statement-breakpoint
-- Each caller with its token, what is left to it, the network that lets it in, and what refuses it whatever it asks.
CREATE FUNCTION countersign_callers(
  p_hashes bytea[], p_addresses inet[], p_prefixes text[], p_secrets uuid[], p_now timestamptz, p_today date
) RETURNS TABLE (
  caller bigint, address inet, secret_id uuid, token_id uuid, unused boolean, rate_per_minute integer, daily_limit integer,
  customers_read integer, granted integer, may_read boolean, may_list boolean, network_id uuid, rate_left float8, verdict text
)
LANGUAGE sql STABLE
AS $$
  SELECT c.caller, c.address, s.secret_id, s.token_id, s.unused, s.rate_per_minute, s.daily_limit, s.customers_read,
    s.granted, s.may_read, s.may_list, own.network_id, coalesce(least(s.rate_per_minute, s.refilled), 0),
    CASE
      WHEN s.secret_id IS NULL THEN 'token_invalid'
      WHEN own.network_id IS NULL THEN 'ip_not_allowed'
      WHEN s.revoked THEN 'token_revoked'
      WHEN s.expired THEN 'token_expired'
    END
  FROM unnest(p_hashes, p_addresses, p_prefixes) WITH ORDINALITY AS c(hash, address, prefixes, caller)
  LEFT JOIN LATERAL (
    SELECT s.id AS secret_id, s.token_id, s.first_used_at IS NULL AS unused, t.rate_per_minute, t.daily_limit,
      t.revoked_at IS NOT NULL OR coalesce(s.ends_at <= p_now, false) AS revoked, t.expires_at <= p_now AS expired,
      u.rate_left + t.rate_per_minute * greatest(0, extract(epoch FROM p_now - u.refilled_at)::float8) / 60 AS refilled,
      CASE WHEN u.day = p_today THEN u.customers_read ELSE 0 END AS customers_read,
      32767 | CASE WHEN 'fields:contact' = ANY (t.scopes) THEN 1015808 ELSE 0 END
        | CASE WHEN 'fields:sensitive' = ANY (t.scopes) THEN 267386880 ELSE 0 END
        | CASE WHEN 'fields:consent' = ANY (t.scopes) THEN 805306368 ELSE 0 END AS granted,
      'customers:read' = ANY (t.scopes) AS may_read,
      'customers:list' = ANY (t.scopes) AS may_list,
      s.id = ANY (p_secrets) AS locked
    FROM token_secrets s
    JOIN security_tokens t ON t.id = s.token_id
    LEFT JOIN token_usage u ON u.token_id = s.token_id
    WHERE s.hash = c.hash
    OFFSET 0
  ) s ON s.locked
  LEFT JOIN LATERAL (
    -- A range of one network: the planner then takes the index by token, however many tokens share a network.
    SELECT probe.id AS network_id FROM unnest(c.prefixes::cidr[]) AS own(network), LATERAL (
      SELECT n.id FROM approved_networks n
      WHERE n.token_id = s.token_id AND n.network >= own.network AND n.network <= own.network
        AND n.revoked_at IS NULL AND (n.expires_at IS NULL OR n.expires_at > p_now)
      LIMIT 1) probe
    LIMIT 1
  ) own ON true
$$;
--> statement-breakpoint
-- Which fields to read a list's page with, and how many customers are left to it; no row where it would be refused anyway.
-- It saves work and decides nothing.
CREATE FUNCTION countersign_page_hint(
  p_hashes bytea[], p_addresses inet[], p_prefixes text[], p_secrets uuid[], p_wanted integer, p_cursor_token uuid,
  p_now timestamptz
) RETURNS TABLE (mask integer, room integer)
LANGUAGE sql STABLE
AS $$
  SELECT k.granted & p_wanted, k.daily_limit - k.customers_read
    FROM countersign_callers(p_hashes, p_addresses, p_prefixes, p_secrets, p_now, (p_now AT TIME ZONE 'UTC')::date) k
    WHERE k.verdict IS NULL AND k.may_list AND k.rate_left >= 1 - 1e-9 AND k.customers_read < k.daily_limit
      AND (p_cursor_token = k.token_id) IS NOT FALSE
$$;
--> statement-breakpoint
DROP FUNCTION countersign_guarded_read(bytea[], inet[], text[], integer[], text[], text[], integer[], boolean[], boolean[]);
--> statement-breakpoint
-- Callers are distinct (secret, address) pairs; requests name theirs by place. An operation is read, describe, list, or the
-- identifier that a customer is looked up by, whose value stands in p_values; lookup where none was named. `p_faulty` says that
-- the parameters did not parse: the refusal is decided here, in its turn, and recorded. A list comes alone, with p_limit.
CREATE FUNCTION countersign_guarded_read(
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
  used AS (
    UPDATE token_secrets s SET first_used_at = v_now
    WHERE v_unused AND s.first_used_at IS NULL AND s.id IN (
      SELECT d.secret_id FROM decided d WHERE d.unused
        AND (d.outcome IS NULL OR d.outcome NOT IN ('token_invalid', 'ip_not_allowed', 'token_revoked', 'token_expired')))
  ),
  -- A caller without an address stands in the block ::/128.
  refused AS MATERIALIZED (
    SELECT b.place, b.token_id, b.block, coalesce(t.refusals, 0)
        + row_number() OVER (PARTITION BY b.token_id, b.block ORDER BY b.place) AS nth,
      CASE WHEN b.outcome = 'ip_not_allowed' THEN countersign_alert(b.token_id, b.block, b.address, v_now) END AS alerted
    FROM (
      SELECT d.place, d.token_id, d.outcome, d.address, coalesce(
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
  -- A record names what was asked for by a random id, never the value that a customer was looked up by.
  recorded AS (
    INSERT INTO audit_events (at, action, outcome, rule, actor_kind, actor_id, token_id, subject_id, request_id, client_ip,
      customer_ids, fields, details)
    SELECT v_now, CASE d.operation WHEN 'read' THEN 'customer.read' WHEN 'describe' THEN 'token.described'
        WHEN 'list' THEN 'customer.listed' ELSE 'customer.looked_up' END,
      CASE WHEN d.outcome IS NULL THEN 'allowed' ELSE 'refused' END::audit_outcome, d.outcome, 'token', d.token_id, d.token_id,
      d.secret_id, d.request_id, d.address,
      CASE
        WHEN d.operation = 'list' THEN CASE WHEN d.outcome IS NULL THEN v_ids[1:d.returned] END
        WHEN d.customer_id IS NOT NULL THEN ARRAY[d.customer_id]
        WHEN d.outcome IS NULL AND d.found_id IS NOT NULL THEN ARRAY[d.found_id]
      END,
      CASE WHEN d.outcome IS NULL AND d.operation <> 'describe' THEN CASE d.granted & d.wanted
        WHEN 32767 THEN '{basic}' WHEN 1048575 THEN '{basic,contact}' WHEN 1073741823 THEN '{basic,contact,sensitive,consent}'
        ELSE countersign_field_names(d.granted & d.wanted) END END,
      CASE WHEN d.operation NOT IN ('read', 'describe', 'list', 'lookup') THEN jsonb_build_object('by', d.operation) END
    FROM decided d
    WHERE d.token_id IS NOT NULL
      AND (d.outcome IS NULL OR (SELECT f.nth FROM refused f WHERE f.place = d.place) <= 60)
  )
  SELECT d.place::integer, d.outcome,
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
