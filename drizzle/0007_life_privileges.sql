-- What the tables of 0006 let each role do.
ALTER TABLE network_usage SET (fillfactor = 50, autovacuum_vacuum_threshold = 50, autovacuum_vacuum_scale_factor = 0.1);
--> statement-breakpoint
GRANT SELECT ON access_request_comments, address_asks, expiry_notices, network_usage, refusal_alerts, message_preferences,
  email_changes TO countersign_app, countersign_jobs;
--> statement-breakpoint
GRANT SELECT ON token_usage TO countersign_jobs;
--> statement-breakpoint
GRANT SELECT (id, token_id, request_id, displayed_by, displayed_at, saved_at, first_used_at, ends_at) ON token_secrets
  TO countersign_jobs;
--> statement-breakpoint
GRANT INSERT ON access_request_comments TO countersign_app;
--> statement-breakpoint
GRANT INSERT, UPDATE (answered_by, answered_at, access_request_id) ON address_asks TO countersign_app;
--> statement-breakpoint
GRANT INSERT, UPDATE ON network_usage TO countersign_app;
--> statement-breakpoint
GRANT INSERT ON refusal_alerts TO countersign_app;
--> statement-breakpoint
GRANT INSERT, DELETE ON message_preferences TO countersign_app;
--> statement-breakpoint
GRANT INSERT, UPDATE (from_confirmed_at, to_confirmed_at, cancelled_at, applied_at) ON email_changes TO countersign_app;
--> statement-breakpoint
GRANT UPDATE (name, notes) ON security_tokens TO countersign_app;
--> statement-breakpoint
-- The job runner reminds, escalates and tells of ends; each once.
GRANT INSERT ON expiry_notices, messages TO countersign_jobs;
--> statement-breakpoint
GRANT UPDATE (mailed_at) ON refusal_alerts TO countersign_jobs;
--> statement-breakpoint
GRANT DELETE ON refusal_alerts, expiry_notices TO countersign_jobs;
--> statement-breakpoint
GRANT UPDATE (reminders, next_reminder_at, escalated_at) ON access_requests TO countersign_jobs;
--> statement-breakpoint
GRANT UPDATE (sends, issue, nonce, key_id, wrong_attempts) ON approval_codes TO countersign_jobs;
--> statement-breakpoint
-- An open request's row is rewritten for a reminder alone, which only the job runner may note: whoever could write it
-- unchanged would be taken for its maker (0005).
DROP TRIGGER access_requests_decided_once ON access_requests;
--> statement-breakpoint
CREATE TRIGGER access_requests_decided_once BEFORE UPDATE ON access_requests FOR EACH ROW
  WHEN (OLD.status <> 'pending' OR (NEW.status = 'pending' AND (
    (NEW.reminders, NEW.next_reminder_at, NEW.escalated_at) IS NOT DISTINCT FROM (OLD.reminders, OLD.next_reminder_at, OLD.escalated_at)
    OR num_nonnulls(NEW.decided_by, NEW.decided_at, NEW.decided_from, NEW.decision_note) > 0)))
  EXECUTE FUNCTION countersign_refuse_unless_owner('a request is decided once');
--> statement-breakpoint
-- A secret exists only under an approved request of a kind that grants one.
CREATE OR REPLACE FUNCTION countersign_require_approval() RETURNS trigger
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM public.access_requests r
    WHERE r.id = NEW.request_id AND r.token_id = NEW.token_id AND r.status = 'approved' AND r.decided_by <> r.requested_by
      AND (TG_TABLE_NAME <> 'token_secrets' OR r.kind IN ('new_token', 'rotation', 'renewal'))
  ) THEN
    RAISE EXCEPTION 'no approved request grants this' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
