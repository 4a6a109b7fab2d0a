-- The sealer takes a record as text, which can be a thousand times as long as what is stored: 1e131071 is twelve bytes of a
-- jsonb, and 131072 digits. One whose text cannot be made would keep every later record out of the chain. The row's size
-- tells which are worth a look: the text of a row below it is no longer than a few megabytes, whatever it holds.
DROP TRIGGER audit_events_in_bounds ON audit_events;
--> statement-breakpoint
CREATE FUNCTION countersign_refuse_long_record() RETURNS trigger
  LANGUAGE plpgsql
  SET search_path = public, pg_catalog, pg_temp
  AS $$
BEGIN
  IF public.countersign_owns(TG_RELID) OR
    (pg_column_size(NEW.*) <= 1048576 AND octet_length(public.countersign_event_text(NEW)) <= 1048576)
  THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a record is no longer than 1 MiB' USING ERRCODE = 'insufficient_privilege';
END $$;
--> statement-breakpoint
CREATE TRIGGER audit_events_in_bounds BEFORE INSERT ON audit_events FOR EACH ROW
  WHEN (pg_column_size(NEW.*) > 1024)
  EXECUTE FUNCTION countersign_refuse_long_record();
--> statement-breakpoint
-- A session stays its person's, and ends when it was to end: nobody's own cookie is made another person's by a write.
REVOKE UPDATE ON sessions FROM countersign_app;
--> statement-breakpoint
GRANT UPDATE (last_seen_at, proved_at, factor, factor_at, cookie_number, ended_at, ended_reason) ON sessions TO countersign_app;
