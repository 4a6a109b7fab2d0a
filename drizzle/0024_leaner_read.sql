-- Who writes a record gives it no time: the database does, when it is written. What is left to bound is its size.
REVOKE INSERT (at) ON audit_events FROM countersign_app, countersign_jobs;
--> statement-breakpoint
DROP TRIGGER audit_events_in_bounds ON audit_events;
--> statement-breakpoint
CREATE TRIGGER audit_events_in_bounds BEFORE INSERT ON audit_events FOR EACH ROW
  WHEN (pg_column_size(NEW.*) > 1048576)
  EXECUTE FUNCTION countersign_refuse_unless_owner('a record is no longer than 1 MiB');
--> statement-breakpoint
-- Records of people stand together in the index by token: they have none.
DROP INDEX audit_events_staff_reads;
--> statement-breakpoint
-- Counts a refusal of a genuine token, records it while it is one of the minute's first 60 of its block and its block one of
-- the minute's first 32, and alerts; gives back the verdict. The caller holds the token's limit row. Whoever comes from ever
-- other blocks is counted under all addresses.
CREATE OR REPLACE FUNCTION countersign_refuse(
  p_verdict text, p_operation text, p_token uuid, p_secret uuid, p_request text, p_address inet, p_customer text, p_now timestamptz
) RETURNS text
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  -- A caller without an address stands in the block ::/128.
  v_block cidr := coalesce(
    network(set_masklen(p_address, CASE family(p_address) WHEN 4 THEN 24 ELSE 64 END))::cidr, '::/128'::cidr);
  v_minute timestamptz := date_trunc('minute', p_now);
  v_nth integer;
BEGIN
  UPDATE token_refusals t SET refusals = t.refusals + 1
    WHERE t.token_id = p_token AND t.block = v_block AND t.minute = v_minute RETURNING t.refusals INTO v_nth;
  IF v_nth IS NULL THEN
    IF (SELECT count(*) FROM token_refusals t WHERE t.token_id = p_token AND t.minute = v_minute) >= 32 THEN
      v_block := '::/0';
    END IF;
    INSERT INTO token_refusals AS t (token_id, block, minute, refusals) VALUES (p_token, v_block, v_minute, 1)
      ON CONFLICT (token_id, block, minute) DO UPDATE SET refusals = t.refusals + 1
      RETURNING refusals INTO v_nth;
  END IF;
  IF p_verdict = 'ip_not_allowed' THEN
    PERFORM countersign_alert(p_token, v_block, p_address, p_now);
  END IF;
  IF v_nth <= 60 AND v_block <> '::/0' THEN
    INSERT INTO audit_events (action, outcome, rule, actor_kind, actor_id, token_id, subject_id, request_id, client_ip,
      customer_ids, details)
    VALUES (countersign_read_action(p_operation), 'refused', p_verdict, 'token', p_token, p_token, p_secret, p_request,
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
  v_day_left integer;
  -- A list's page.
  v_mask integer;
  v_hint record;
  v_ids text[];
  v_times timestamptz[];
  v_bodies text[];
  v_more boolean;
  v_settled timestamptz;
  -- The request in hand, and how many customers it is given.
  q record;
  v_room integer;
  v_daily_left integer;
  v_returned integer;
  -- By the token's place in v_tokens: requests that reached the limits, customers given, the last that was let in.
  v_turns integer[];
  v_given integer[];
  v_last integer[];
  v_rates float8[];
  v_read integer[];
  v_used uuid[];
  -- What was let in, by its network; and what is recorded of it.
  v_entered uuid[] := '{}';
  v_entries integer[] := '{}';
  v_places integer[] := '{}';
  v_readers uuid[] := '{}';
  v_readers_secrets uuid[] := '{}';
  v_found text[] := '{}';
  v_granted integer[] := '{}';
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

  -- 1. Lock, in token order. Nothing is decided here; the snapshot that decides is newer than any wait.
  IF v_tokens IS NOT NULL THEN
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
    v_turns := array_fill(0, ARRAY[cardinality(v_tokens)]);
    v_given := v_turns;
    v_last := v_turns;
    v_rates := v_turns;
    v_read := v_turns;
  END IF;
  v_now := countersign_now();
  v_today := (v_now AT TIME ZONE 'UTC')::date;
  v_day_left := ceil(extract(epoch FROM (v_today + 1)::timestamp AT TIME ZONE 'UTC' - v_now));
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

  -- 2. Authorise and read, in one statement and so of one snapshot. What the limits refuse below is dropped there.
  FOR q IN
    WITH known AS MATERIALIZED (
      SELECT *, array_position(v_tokens, token_id) AS nth, 
        verdict IS NULL AND may_read AND rate_left >= 1 - 1e-9 AND customers_read < daily_limit AS may_find
      FROM countersign_callers(p_hashes, p_addresses, p_prefixes, v_secrets, v_now, v_today)
    )
    SELECT r.place, r.operation, r.faulty, r.wanted, k.granted & r.wanted AS granted, k.granted AS grants, k.verdict, k.address,
      k.secret_id, k.token_id, k.nth, k.unused, k.rate_per_minute, k.daily_limit, k.rate_left, k.customers_read, k.may_read,
      k.may_list, k.network_id, c.id AS found_id,
      CASE WHEN c.id IS NOT NULL THEN countersign_customer_json(c, k.granted & r.wanted) END AS body
    FROM unnest(p_callers, p_customer_ids, p_wanted, p_operations, p_faulty)
      WITH ORDINALITY AS r(caller, customer_id, wanted, operation, faulty, place)
    JOIN known k ON k.caller = r.caller
    LEFT JOIN customers c ON c.id = CASE WHEN k.may_find THEN CASE
      WHEN r.operation = 'read' THEN r.customer_id
      WHEN r.operation NOT IN ('describe', 'list') AND NOT r.faulty
        AND (k.granted & 1015808 <> 0 OR r.operation NOT IN ('email', 'phone', 'member_number'))
      THEN countersign_find(r.operation, p_values[r.place])
    END END
    ORDER BY r.place
  LOOP
    place := q.place;
    verdict := q.verdict;
    body := NULL;
    retry_after := NULL;
    missing_scope := NULL;
    page_end := NULL;
    omitted := q.wanted & ~q.grants;
    rate_limit := q.rate_per_minute;
    rate_left := NULL;
    rate_reset := NULL;
    daily_limit := q.daily_limit;
    daily_left := NULL;
    daily_reset := NULL;
    v_returned := 0;

    IF verdict IS NULL THEN
      missing_scope := CASE
        WHEN q.operation = 'describe' THEN NULL
        WHEN q.operation = 'list' THEN CASE WHEN NOT q.may_list THEN 'customers:list' END
        WHEN NOT q.may_read THEN 'customers:read'
        WHEN q.operation IN ('email', 'phone', 'member_number') AND q.grants & 1015808 = 0 THEN 'fields:contact'
      END;
      verdict := CASE
        WHEN missing_scope IS NOT NULL THEN 'scope_missing'
        WHEN q.faulty OR p_cursor_token <> q.token_id THEN 'invalid_parameter'
      END;
      IF q.unused THEN
        v_used := v_used || q.secret_id;
      END IF;
    END IF;

    IF q.nth IS NOT NULL THEN
      v_room := floor(q.rate_left + 1e-9);
      -- The limits: each request counts with those of its token before it, and those alone that were let in.
      IF verdict IS NULL THEN
        IF v_turns[q.nth] = 0 THEN
          v_rates[q.nth] := q.rate_left;
          v_read[q.nth] := q.customers_read;
        END IF;
        v_turns[q.nth] := v_turns[q.nth] + 1;
        v_daily_left := daily_limit - q.customers_read - v_given[q.nth];
        IF v_turns[q.nth] > v_room THEN
          verdict := 'rate_limited';
          retry_after := greatest(1, ceil((1 - q.rate_left + v_room) * 60 / rate_limit));
        ELSE
          v_last[q.nth] := place;
          v_entered := v_entered || q.network_id;
          v_entries := v_entries || place;
          IF q.operation = 'describe' THEN
            body := countersign_token_json(q.token_id, q.secret_id, q.address, v_now);
          ELSIF v_daily_left <= 0 THEN
            verdict := 'daily_limit_reached';
            retry_after := v_day_left;
          ELSIF q.operation = 'list' THEN
            -- What was read for the page no longer fits what is decided: the whole call runs again.
            IF v_mask IS DISTINCT FROM q.granted THEN
              RAISE EXCEPTION 'a page was read under other permissions' USING ERRCODE = 'serialization_failure';
            END IF;
            v_returned := least(cardinality(v_ids), v_daily_left);
            body := concat('[', array_to_string(v_bodies[1:v_returned], ','), ']');
            page_end := json_build_object('more', v_more OR v_returned < cardinality(v_ids), 'token', q.token_id,
              'id', v_ids[v_returned], 'at', countersign_json(v_times[v_returned])::json,
              'settled', countersign_json(v_settled)::json);
          ELSIF q.found_id IS NULL THEN
            verdict := CASE
              WHEN q.operation IN ('email', 'phone') AND countersign_find(q.operation, p_values[place]) = '*' THEN 'invalid_parameter'
              ELSE 'customer_not_found' END;
          ELSE
            v_returned := 1;
            body := q.body;
          END IF;
          v_given[q.nth] := v_given[q.nth] + v_returned;
        END IF;
      END IF;
      IF verdict IS NULL THEN
        v_places := v_places || place;
        v_readers := v_readers || q.token_id;
        v_readers_secrets := v_readers_secrets || q.secret_id;
        v_found := v_found || q.found_id;
        v_granted := v_granted || q.granted;
      ELSE
        PERFORM countersign_refuse(verdict, q.operation, q.token_id, q.secret_id, p_request_ids[place], q.address,
          p_customer_ids[place], v_now);
      END IF;
      rate_left := greatest(0, v_room - v_turns[q.nth]);
      rate_reset := ceil((rate_limit - q.rate_left + least(v_turns[q.nth], v_room)) * 60 / rate_limit);
      daily_left := greatest(0, daily_limit - q.customers_read - v_given[q.nth]);
      daily_reset := v_day_left;
    END IF;
    RETURN NEXT;
  END LOOP;

  -- 3. Record and spend. A record names what was asked for by a random id, never the value that a customer was looked up by.
  INSERT INTO audit_events (action, outcome, actor_kind, actor_id, token_id, subject_id, request_id, client_ip,
    customer_ids, fields, details)
  SELECT countersign_read_action(a.operation), 'allowed', 'token', a.token_id, a.token_id, a.secret_id,
    p_request_ids[a.place], p_addresses[p_callers[a.place]],
    CASE WHEN a.operation = 'list' THEN v_ids[1:v_returned] WHEN a.found_id IS NOT NULL THEN ARRAY[a.found_id] END,
    CASE WHEN a.operation <> 'describe' THEN CASE a.granted
      WHEN 32767 THEN '{basic}' WHEN 1048575 THEN '{basic,contact}' WHEN 1073741823 THEN '{basic,contact,sensitive,consent}'
      ELSE countersign_field_names(a.granted) END END,
    CASE WHEN a.operation NOT IN ('read', 'describe', 'list', 'lookup') THEN jsonb_build_object('by', a.operation) END
  FROM (
    SELECT *, p_operations[place] AS operation FROM unnest(v_places, v_readers, v_readers_secrets, v_found, v_granted)
      AS a(place, token_id, secret_id, found_id, granted)) a;
  -- Uses are what the minute counts: requests that were let in, found or not.
  UPDATE token_usage u SET rate_left = d.rate_left - d.used, refilled_at = v_now, day = v_today,
    customers_read = d.customers_read + d.given, uses = u.uses + d.used,
    last_used_at = CASE WHEN d.used > 0 THEN v_now ELSE u.last_used_at END,
    last_used_from = CASE WHEN d.used > 0 THEN p_addresses[p_callers[d.last]] ELSE u.last_used_from END
  FROM (
    SELECT *, least(turns, floor(rate_left + 1e-9))::integer AS used FROM unnest(v_tokens, v_turns, v_given, v_last, v_rates, v_read)
      AS d(token_id, turns, given, last, rate_left, customers_read)) d
  WHERE u.token_id = d.token_id AND d.turns > 0;
  -- Under its token's limit row, so that no other call writes it.
  IF v_entered <> '{}' THEN
    INSERT INTO network_usage AS n (network_id, uses, last_used_at, last_used_from)
      SELECT e.network_id, count(*), v_now, p_addresses[p_callers[max(e.place)]]
      FROM unnest(v_entered, v_entries) AS e(network_id, place) GROUP BY e.network_id
    ON CONFLICT (network_id) DO UPDATE SET uses = n.uses + excluded.uses, last_used_at = excluded.last_used_at,
      last_used_from = excluded.last_used_from;
  END IF;
  IF v_used IS NOT NULL THEN
    UPDATE token_secrets s SET first_used_at = v_now WHERE s.id = ANY (v_used) AND s.first_used_at IS NULL;
  END IF;
END $$;
--> statement-breakpoint
DROP FUNCTION countersign_first_use(uuid, timestamptz, bigint);
--> statement-breakpoint
DROP FUNCTION countersign_again();
