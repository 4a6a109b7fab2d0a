-- Three roles: the owner (who runs this), the application and the job runner. The logins are the installer's.
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'countersign_app') THEN CREATE ROLE countersign_app NOLOGIN; END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
--> statement-breakpoint
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'countersign_jobs') THEN CREATE ROLE countersign_jobs NOLOGIN; END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
--> statement-breakpoint
GRANT USAGE ON SCHEMA public TO countersign_app, countersign_jobs;
--> statement-breakpoint
GRANT SELECT ON ALL TABLES IN SCHEMA public TO countersign_app;
--> statement-breakpoint
-- People.
GRANT INSERT, UPDATE ON program_settings, users, sessions TO countersign_app;
--> statement-breakpoint
GRANT INSERT, UPDATE, DELETE ON roles, role_permissions, user_roles, attempt_delays TO countersign_app;
--> statement-breakpoint
GRANT INSERT, UPDATE (used_at, voided_at) ON one_time_links TO countersign_app;
--> statement-breakpoint
-- Access. What was signed has no UPDATE privilege at all.
GRANT INSERT, UPDATE ON security_tokens, token_usage TO countersign_app;
--> statement-breakpoint
GRANT INSERT, UPDATE (status, decided_by, decided_at, decided_from, decision_note) ON access_requests TO countersign_app;
--> statement-breakpoint
GRANT INSERT ON access_request_networks TO countersign_app;
--> statement-breakpoint
GRANT INSERT, UPDATE ON approval_codes TO countersign_app;
--> statement-breakpoint
GRANT INSERT, UPDATE (saved_at, first_used_at, ends_at) ON token_secrets TO countersign_app;
--> statement-breakpoint
GRANT INSERT, UPDATE (revoked_at, revoked_by) ON approved_networks TO countersign_app;
--> statement-breakpoint
-- Records.
GRANT INSERT ON audit_events TO countersign_app, countersign_jobs;
--> statement-breakpoint
GRANT INSERT, UPDATE, DELETE ON token_refusals, unknown_token_calls TO countersign_app;
--> statement-breakpoint
-- Messages.
GRANT INSERT ON messages TO countersign_app;
--> statement-breakpoint
GRANT UPDATE (status, attempts, failed_at, last_error) ON messages TO countersign_app;
--> statement-breakpoint
GRANT INSERT, UPDATE (read_at) ON notifications TO countersign_app;
--> statement-breakpoint
-- The job runner reads what it renders, marks what it sent, and lets requests lapse.
GRANT SELECT ON program_settings, users, roles, role_permissions, user_roles, one_time_links, security_tokens, access_requests,
  access_request_networks, approval_codes, approved_networks, messages, notifications, audit_events TO countersign_jobs;
--> statement-breakpoint
GRANT UPDATE ON messages TO countersign_jobs;
--> statement-breakpoint
GRANT UPDATE (status, decided_at) ON access_requests TO countersign_jobs;
--> statement-breakpoint
GRANT UPDATE (voided_at) ON approval_codes TO countersign_jobs;
--> statement-breakpoint
GRANT INSERT ON notifications TO countersign_jobs;
--> statement-breakpoint
GRANT SELECT, DELETE ON token_refusals, unknown_token_calls, attempt_delays TO countersign_jobs;
--> statement-breakpoint
-- Append-only, whoever asks.
CREATE FUNCTION countersign_refuse_change() RETURNS trigger
  LANGUAGE plpgsql
  AS $$ BEGIN RAISE EXCEPTION 'audit_events is append-only' USING ERRCODE = 'insufficient_privilege'; END $$;
--> statement-breakpoint
CREATE TRIGGER audit_events_append_only BEFORE UPDATE OR DELETE ON audit_events
  FOR EACH ROW EXECUTE FUNCTION countersign_refuse_change();
--> statement-breakpoint
CREATE TRIGGER audit_events_no_truncate BEFORE TRUNCATE ON audit_events
  FOR EACH STATEMENT EXECUTE FUNCTION countersign_refuse_change();
--> statement-breakpoint
-- A secret or a network exists only under a request that another person approved.
CREATE FUNCTION countersign_require_approval() RETURNS trigger
  LANGUAGE plpgsql
  AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM access_requests r
    WHERE r.id = NEW.request_id AND r.token_id = NEW.token_id AND r.status = 'approved' AND r.decided_by <> r.requested_by
  ) THEN
    RAISE EXCEPTION 'no approved request grants this' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER token_secrets_need_approval BEFORE INSERT ON token_secrets
  FOR EACH ROW EXECUTE FUNCTION countersign_require_approval();
--> statement-breakpoint
CREATE TRIGGER approved_networks_need_approval BEFORE INSERT ON approved_networks
  FOR EACH ROW EXECUTE FUNCTION countersign_require_approval();
--> statement-breakpoint
-- The application's only way to start a job: a closed list of tasks, ids alone in the payload.
CREATE FUNCTION countersign_enqueue(task text, payload json, job_key text DEFAULT NULL, run_at timestamptz DEFAULT NULL) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
BEGIN
  IF task NOT IN ('deliver_message', 'expire_request') THEN
    RAISE EXCEPTION 'unknown task' USING ERRCODE = 'invalid_parameter_value';
  END IF;
  PERFORM graphile_worker.add_job(task, payload, job_key => job_key, run_at => run_at, max_attempts => 20);
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION countersign_enqueue(text, json, text, timestamptz) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION countersign_enqueue(text, json, text, timestamptz) TO countersign_app, countersign_jobs;
