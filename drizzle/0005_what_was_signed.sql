-- What was signed and what has ended stays so for every role but the owner, whose seed writes a past.
-- Names are written out and the path is fixed: a caller's temporary table stands for none of ours.
CREATE FUNCTION countersign_owns(relation oid) RETURNS boolean
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$ SELECT pg_has_role(relowner, 'USAGE') FROM pg_catalog.pg_class WHERE oid = relation $$;
--> statement-breakpoint
-- The rule is the trigger's WHEN; its argument is the sentence.
CREATE FUNCTION countersign_refuse_unless_owner() RETURNS trigger
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
BEGIN
  IF public.countersign_owns(TG_RELID) THEN RETURN NEW; END IF;
  RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'insufficient_privilege';
END $$;
--> statement-breakpoint
-- Whether a row that the caller sees was written in its own transaction, savepoints included: nobody else's row is seen
-- while its writer is in progress. An xid has lost its epoch; it is the nearest one to our own.
CREATE FUNCTION countersign_written_here(row_xmin xid) RETURNS boolean
  LANGUAGE sql VOLATILE
  SET search_path = pg_catalog, pg_temp
  AS $$ SELECT pg_xact_status((own + CASE WHEN ahead < 2147483648 THEN ahead ELSE ahead - 4294967296 END)::text::xid8) = 'in progress'
    FROM (SELECT own, (row_xmin::text::bigint - own % 4294967296 + 4294967296) % 4294967296 AS ahead
      FROM (SELECT pg_current_xact_id()::text::bigint AS own) o) d $$;
--> statement-breakpoint
-- Requests: made open, decided once. With that, the transaction that wrote a request's row is the one that made it while
-- it is open, and the one that decided it after.
CREATE TRIGGER access_requests_start_open BEFORE INSERT ON access_requests FOR EACH ROW
  WHEN (NEW.status <> 'pending' OR num_nonnulls(NEW.decided_by, NEW.decided_at, NEW.decided_from, NEW.decision_note) > 0)
  EXECUTE FUNCTION countersign_refuse_unless_owner('a request starts open');
--> statement-breakpoint
CREATE TRIGGER access_requests_decided_once BEFORE UPDATE ON access_requests FOR EACH ROW
  WHEN (OLD.status <> 'pending' OR NEW.status = 'pending')
  EXECUTE FUNCTION countersign_refuse_unless_owner('a request is decided once');
--> statement-breakpoint
CREATE FUNCTION countersign_require_new_request() RETURNS trigger
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
BEGIN
  IF public.countersign_owns(TG_RELID) OR EXISTS (
    SELECT 1 FROM public.access_requests r
    WHERE r.id = NEW.request_id AND r.status = 'pending' AND public.countersign_written_here(r.xmin)
  ) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a request gets its networks with itself' USING ERRCODE = 'insufficient_privilege';
END $$;
--> statement-breakpoint
CREATE TRIGGER access_request_networks_with_request BEFORE INSERT ON access_request_networks
  FOR EACH ROW EXECUTE FUNCTION countersign_require_new_request();
--> statement-breakpoint
-- Tokens: approved once, and then exactly what the newest approved request asked for.
CREATE FUNCTION countersign_require_signed_token() RETURNS trigger
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
BEGIN
  IF public.countersign_owns(TG_RELID) OR EXISTS (
    SELECT 1 FROM public.access_requests r
    WHERE r.token_id = NEW.id AND r.status = 'approved' AND r.decided_by <> r.requested_by
      AND (r.purpose, r.scopes, r.rate_per_minute, r.daily_limit, r.token_expires_at)
        = (NEW.purpose, NEW.scopes, NEW.rate_per_minute, NEW.daily_limit, NEW.expires_at)
      AND (OLD.approved_at IS NOT NULL OR r.decided_at = NEW.approved_at)
      AND NOT EXISTS (
        SELECT 1 FROM public.access_requests n
        WHERE n.token_id = r.token_id AND n.status = 'approved' AND n.decided_at > r.decided_at)
  ) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'no approved request grants this' USING ERRCODE = 'insufficient_privilege';
END $$;
--> statement-breakpoint
CREATE TRIGGER security_tokens_as_signed BEFORE UPDATE ON security_tokens FOR EACH ROW
  WHEN (NEW.approved_at IS NOT NULL AND (OLD.approved_at IS NULL
    OR (NEW.purpose, NEW.scopes, NEW.rate_per_minute, NEW.daily_limit, NEW.expires_at)
      IS DISTINCT FROM (OLD.purpose, OLD.scopes, OLD.rate_per_minute, OLD.daily_limit, OLD.expires_at)))
  EXECUTE FUNCTION countersign_require_signed_token();
--> statement-breakpoint
CREATE TRIGGER security_tokens_approved_once BEFORE UPDATE ON security_tokens FOR EACH ROW
  WHEN (OLD.approved_at IS NOT NULL AND NEW.approved_at IS DISTINCT FROM OLD.approved_at)
  EXECUTE FUNCTION countersign_refuse_unless_owner('a token is approved once');
--> statement-breakpoint
CREATE TRIGGER security_tokens_start_inert BEFORE INSERT ON security_tokens FOR EACH ROW
  WHEN (num_nonnulls(NEW.approved_at, NEW.revoked_at, NEW.revoked_by, NEW.discarded_at) > 0)
  EXECUTE FUNCTION countersign_refuse_unless_owner('a token starts inert');
--> statement-breakpoint
CREATE TRIGGER security_tokens_end_once BEFORE UPDATE ON security_tokens FOR EACH ROW
  WHEN ((OLD.revoked_at IS NOT NULL AND (NEW.revoked_at, NEW.revoked_by) IS DISTINCT FROM (OLD.revoked_at, OLD.revoked_by))
    OR (NEW.revoked_at IS NULL AND NEW.revoked_by IS NOT NULL)
    OR (OLD.discarded_at IS NOT NULL AND NEW.discarded_at IS DISTINCT FROM OLD.discarded_at))
  EXECUTE FUNCTION countersign_refuse_unless_owner('a token ends for good');
--> statement-breakpoint
CREATE TRIGGER security_tokens_version_grows BEFORE UPDATE ON security_tokens FOR EACH ROW
  WHEN (NEW.version < OLD.version)
  EXECUTE FUNCTION countersign_refuse_unless_owner('a version only grows');
--> statement-breakpoint
REVOKE UPDATE ON security_tokens FROM countersign_app;
--> statement-breakpoint
GRANT UPDATE (purpose, scopes, rate_per_minute, daily_limit, expires_at, version, approved_at, revoked_at, revoked_by,
  discarded_at) ON security_tokens TO countersign_app;
--> statement-breakpoint
-- Networks and secrets: opened as signed, ended for good.
CREATE OR REPLACE FUNCTION countersign_require_approval() RETURNS trigger
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM public.access_requests r
    WHERE r.id = NEW.request_id AND r.token_id = NEW.token_id AND r.status = 'approved' AND r.decided_by <> r.requested_by
  ) THEN
    RAISE EXCEPTION 'no approved request grants this' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
-- Opened once, with the decision: a network that was revoked does not come back as another row.
CREATE FUNCTION countersign_require_signed_network() RETURNS trigger
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM public.access_requests r
    JOIN public.access_request_networks n ON n.request_id = r.id
    WHERE r.id = NEW.request_id AND r.decided_by = NEW.approved_by
      AND n.network = NEW.network AND n.label = NEW.label AND n.expires_at IS NOT DISTINCT FROM NEW.expires_at
      AND (public.countersign_owns(TG_RELID) OR public.countersign_written_here(r.xmin))
  ) OR EXISTS (
    SELECT 1 FROM public.approved_networks a WHERE a.request_id = NEW.request_id AND a.network = NEW.network
      AND a.token_id = NEW.token_id
  ) THEN
    RAISE EXCEPTION 'no approved request grants this network' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER approved_networks_as_signed BEFORE INSERT ON approved_networks
  FOR EACH ROW EXECUTE FUNCTION countersign_require_signed_network();
--> statement-breakpoint
CREATE TRIGGER approved_networks_end_once BEFORE UPDATE ON approved_networks FOR EACH ROW
  WHEN ((OLD.revoked_at IS NOT NULL AND (NEW.revoked_at, NEW.revoked_by) IS DISTINCT FROM (OLD.revoked_at, OLD.revoked_by))
    OR (NEW.revoked_at IS NULL AND NEW.revoked_by IS NOT NULL))
  EXECUTE FUNCTION countersign_refuse_unless_owner('a network ends for good');
--> statement-breakpoint
CREATE TRIGGER token_secrets_end_once BEFORE UPDATE ON token_secrets FOR EACH ROW
  WHEN ((OLD.ends_at IS NOT NULL AND (NEW.ends_at IS NULL OR NEW.ends_at > OLD.ends_at))
    OR (OLD.saved_at IS NOT NULL AND NEW.saved_at IS DISTINCT FROM OLD.saved_at)
    OR (OLD.first_used_at IS NOT NULL AND NEW.first_used_at IS DISTINCT FROM OLD.first_used_at))
  EXECUTE FUNCTION countersign_refuse_unless_owner('a secret is saved, used and ended once');
--> statement-breakpoint
-- Records take their number and their time from the database.
REVOKE INSERT ON audit_events FROM countersign_app, countersign_jobs;
--> statement-breakpoint
GRANT INSERT (at, action, outcome, rule, actor_kind, actor_id, token_id, access_request_id, subject_id, request_id, client_ip,
  customer_ids, fields, details) ON audit_events TO countersign_app, countersign_jobs;
--> statement-breakpoint
CREATE TRIGGER audit_events_at_their_time BEFORE INSERT ON audit_events FOR EACH ROW
  WHEN (NEW.at - countersign_now() NOT BETWEEN interval '-5 minutes' AND interval '5 minutes')
  EXECUTE FUNCTION countersign_refuse_unless_owner('a record is of its own time');
--> statement-breakpoint
-- The rest of the columns that a role has no business with.
REVOKE UPDATE ON program_settings, users FROM countersign_app;
--> statement-breakpoint
GRANT UPDATE (name, time_zone, widest_ipv4, widest_ipv6, default_rate_per_minute, default_daily_limit, request_days, token_days)
  ON program_settings TO countersign_app;
--> statement-breakpoint
GRANT UPDATE (email, name, status, password_hash, password_changed_at, disabled_at) ON users TO countersign_app;
--> statement-breakpoint
REVOKE UPDATE ON messages FROM countersign_jobs;
--> statement-breakpoint
GRANT UPDATE (status, attempts, sent_at, failed_at, provider_id, last_error) ON messages TO countersign_jobs;
--> statement-breakpoint
REVOKE SELECT ON users FROM countersign_jobs;
--> statement-breakpoint
GRANT SELECT (id, email, name, status, disabled_at, created_at) ON users TO countersign_jobs;
