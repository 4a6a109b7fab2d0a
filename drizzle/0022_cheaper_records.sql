ALTER TABLE "audit_events" DROP CONSTRAINT "audit_events_size";--> statement-breakpoint
-- What no record needs, the sealer need not be able to take. One condition a record, beside the one on its time: a CHECK is
-- read anew from the catalog by every statement that inserts.
DROP TRIGGER audit_events_at_their_time ON audit_events;
--> statement-breakpoint
CREATE TRIGGER audit_events_in_bounds BEFORE INSERT ON audit_events FOR EACH ROW
  WHEN (abs(extract(epoch FROM NEW.at - countersign_now())) > 300 OR pg_column_size(NEW.*) > 1048576)
  EXECUTE FUNCTION countersign_refuse_unless_owner('a record is of its own time, and no longer than 1 MiB');
--> statement-breakpoint
-- Seals up to p_most records that no seal holds; answers how many, and null where another process is sealing. Records are
-- looked up by their numbers whatever the tables' size was when the plan was made.
CREATE OR REPLACE FUNCTION countersign_seal(p_most integer) RETURNS integer
LANGUAGE plpgsql VOLATILE
SET search_path = public, pg_catalog, pg_temp
SET enable_seqscan = off SET enable_bitmapscan = off SET enable_hashjoin = off SET enable_mergejoin = off
SET enable_material = off
AS $$
DECLARE
  v_last audit_seals;
  v_before bigint;
  v_xmax xid8;
  v_ids bigint[];
  v_digests bytea;
  v_new bigint;
  v_high bigint;
  v_now timestamptz := clock_timestamp();
BEGIN
  IF NOT pg_try_advisory_xact_lock(7205261193) THEN RETURN NULL; END IF;
  SELECT * INTO v_last FROM audit_seals ORDER BY seq DESC LIMIT 1;
  v_before := coalesce(v_last.high, 0);
  -- Before the records are looked at: whoever is numbered from here on cannot be behind a gap that is seen below.
  v_xmax := pg_snapshot_xmax(pg_current_snapshot());

  SELECT array_agg(f.id ORDER BY f.id), string_agg(sha256(convert_to(countersign_event_text(f), 'UTF8')), '' ORDER BY f.id),
      count(*) FILTER (WHERE f.id > v_before), greatest(v_before, max(f.id))
    INTO v_ids, v_digests, v_new, v_high
    FROM (
      (SELECT e.* FROM audit_gaps g CROSS JOIN LATERAL (SELECT * FROM audit_events WHERE id = g.event_id OFFSET 0) e
        ORDER BY g.event_id LIMIT p_most)
      UNION ALL
      (SELECT e.* FROM audit_events e WHERE e.id > v_before ORDER BY e.id LIMIT p_most)
    ) AS f;
  IF v_ids IS NULL THEN RETURN 0; END IF;

  IF v_high - v_before > v_new THEN
    INSERT INTO audit_gaps (event_id, seen_at, seen_xmax)
      SELECT missing, v_now, v_xmax FROM generate_series(v_before + 1, v_high) AS missing
      EXCEPT ALL SELECT id, v_now, v_xmax FROM unnest(v_ids) AS id WHERE id > v_before;
  END IF;
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
