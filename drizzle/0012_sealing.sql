-- The chain over the audit records. Whoever seals takes one advisory lock; the order of the chain is the order of sealing.
GRANT SELECT ON audit_seals, audit_gaps, audit_checkpoints TO countersign_app, countersign_jobs;
--> statement-breakpoint
GRANT INSERT ON audit_seals, audit_gaps, audit_checkpoints TO countersign_jobs;
--> statement-breakpoint
GRANT DELETE ON audit_gaps TO countersign_jobs;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION countersign_refuse_change() RETURNS trigger
  LANGUAGE plpgsql
  AS $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege'; END $$;
--> statement-breakpoint
CREATE TRIGGER audit_seals_append_only BEFORE UPDATE OR DELETE ON audit_seals
  FOR EACH ROW EXECUTE FUNCTION countersign_refuse_change();
--> statement-breakpoint
CREATE TRIGGER audit_seals_no_truncate BEFORE TRUNCATE ON audit_seals
  FOR EACH STATEMENT EXECUTE FUNCTION countersign_refuse_change();
--> statement-breakpoint
CREATE TRIGGER audit_checkpoints_append_only BEFORE UPDATE OR DELETE ON audit_checkpoints
  FOR EACH ROW EXECUTE FUNCTION countersign_refuse_change();
--> statement-breakpoint
-- RFC 3339 in UTC with microseconds, whatever the session's settings are.
CREATE FUNCTION countersign_moment(value timestamptz) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT to_char(value AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') $$;
--> statement-breakpoint
-- A record's text: its digest is taken over these very bytes, which an export carries as they are. Every column, in this order.
CREATE FUNCTION countersign_event_text(e audit_events) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT concat('{"id":"', e.id, '","at":"', countersign_moment(e.at), '","action":', to_json(e.action),
    ',"outcome":"', e.outcome, '","rule":', countersign_json(e.rule), ',"actor_kind":"', e.actor_kind,
    '","actor_id":', countersign_json(e.actor_id::text), ',"token_id":', countersign_json(e.token_id::text),
    ',"access_request_id":', countersign_json(e.access_request_id::text), ',"subject_id":', countersign_json(e.subject_id::text),
    ',"request_id":', to_json(e.request_id), ',"client_ip":', countersign_json(abbrev(e.client_ip)),
    ',"customer_ids":', coalesce(to_json(e.customer_ids)::text, 'null'), ',"fields":', coalesce(to_json(e.fields)::text, 'null'),
    ',"details":', coalesce(e.details::text, 'null'), '}') $$;
--> statement-breakpoint
-- What a seal's hash is taken over.
CREATE FUNCTION countersign_seal_text(seq bigint, sealed_at timestamptz, event_ids bigint[], digests bytea, previous bytea, high bigint)
  RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT concat_ws(E'\n', 'countersign-seal-1', seq, countersign_moment(sealed_at), array_to_string(event_ids, ','),
    encode(digests, 'hex'), encode(previous, 'hex'), high) $$;
--> statement-breakpoint
-- Seals up to p_most records that no seal holds; answers how many, and null where another process is sealing.
CREATE FUNCTION countersign_seal(p_most integer) RETURNS integer
LANGUAGE plpgsql VOLATILE
SET search_path = public, pg_catalog, pg_temp
AS $$
DECLARE
  v_last audit_seals;
  v_xmax xid8;
  v_ids bigint[];
  v_digests bytea;
  v_high bigint;
  v_now timestamptz := clock_timestamp();
BEGIN
  IF NOT pg_try_advisory_xact_lock(7205261193) THEN RETURN NULL; END IF;
  SELECT * INTO v_last FROM audit_seals ORDER BY seq DESC LIMIT 1;
  v_high := coalesce(v_last.high, 0);
  -- Before the records are looked at: whoever is numbered from here on cannot be behind a gap that is seen below.
  v_xmax := pg_snapshot_xmax(pg_current_snapshot());

  SELECT array_agg(f.id ORDER BY f.id), string_agg(sha256(convert_to(countersign_event_text(f), 'UTF8')), '' ORDER BY f.id),
      greatest(v_high, max(f.id))
    INTO v_ids, v_digests, v_high
    FROM (
      (SELECT e.* FROM audit_gaps g JOIN audit_events e ON e.id = g.event_id ORDER BY e.id LIMIT p_most)
      UNION ALL
      (SELECT e.* FROM audit_events e WHERE e.id > coalesce(v_last.high, 0) ORDER BY e.id LIMIT p_most)
    ) AS f;
  IF v_ids IS NULL THEN RETURN 0; END IF;

  INSERT INTO audit_gaps (event_id, seen_at, seen_xmax)
    SELECT missing, v_now, v_xmax FROM generate_series(coalesce(v_last.high, 0) + 1, v_high) AS missing
    EXCEPT ALL SELECT id, v_now, v_xmax FROM unnest(v_ids) AS id WHERE id > coalesce(v_last.high, 0);
  DELETE FROM audit_gaps WHERE event_id = ANY (v_ids);
  -- A number whose transaction has ended is never seen; the hour is for one that drew it and has written nothing yet.
  DELETE FROM audit_gaps WHERE seen_xmax < pg_snapshot_xmin(pg_current_snapshot()) AND seen_at < v_now - interval '1 hour';

  INSERT INTO audit_seals (seq, sealed_at, event_ids, digests, previous, hash, high, records)
    SELECT n.seq, v_now, v_ids, v_digests, n.previous,
      sha256(convert_to(countersign_seal_text(n.seq, v_now, v_ids, v_digests, n.previous, v_high), 'UTF8')), v_high,
      coalesce(v_last.records, 0) + cardinality(v_ids)
    FROM (SELECT coalesce(v_last.seq, 0) + 1 AS seq, coalesce(v_last.hash, decode(repeat('00', 32), 'hex')) AS previous) n;
  RETURN cardinality(v_ids);
END $$;
