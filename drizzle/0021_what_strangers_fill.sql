CREATE INDEX "token_refusals_minute" ON "token_refusals" USING btree ("token_id","minute");--> statement-breakpoint
ALTER TABLE "audit_events" ADD CONSTRAINT "audit_events_size" CHECK (length("audit_events"."action") <= 100 and length("audit_events"."rule") <= 100 and length("audit_events"."request_id") <= 100
        and pg_column_size("audit_events"."details") <= 1048576 and pg_column_size("audit_events"."customer_ids") <= 1048576
        and pg_column_size("audit_events"."fields") <= 65536);--> statement-breakpoint
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
    INSERT INTO audit_events (at, action, outcome, rule, actor_kind, actor_id, token_id, subject_id, request_id, client_ip,
      customer_ids, details)
    VALUES (p_now, countersign_read_action(p_operation), 'refused', p_verdict, 'token', p_token, p_token, p_secret, p_request,
      p_address, CASE WHEN p_operation <> 'list' AND p_customer IS NOT NULL THEN ARRAY[p_customer] END,
      CASE WHEN p_operation NOT IN ('read', 'describe', 'list', 'lookup') THEN jsonb_build_object('by', p_operation) END);
  END IF;
  RETURN p_verdict;
END $$;
--> statement-breakpoint
-- What has ended stays so: sessions, links and codes too. A code that was voided comes back as another one alone.
CREATE TRIGGER sessions_end_once BEFORE UPDATE ON sessions FOR EACH ROW
  WHEN (OLD.ended_at IS NOT NULL AND (NEW.ended_at, NEW.ended_reason) IS DISTINCT FROM (OLD.ended_at, OLD.ended_reason))
  EXECUTE FUNCTION countersign_refuse_unless_owner('a session ends for good');
--> statement-breakpoint
CREATE TRIGGER one_time_links_end_once BEFORE UPDATE ON one_time_links FOR EACH ROW
  WHEN ((OLD.used_at IS NOT NULL AND NEW.used_at IS DISTINCT FROM OLD.used_at)
    OR (OLD.voided_at IS NOT NULL AND NEW.voided_at IS DISTINCT FROM OLD.voided_at))
  EXECUTE FUNCTION countersign_refuse_unless_owner('a link is used or voided once');
--> statement-breakpoint
CREATE TRIGGER approval_codes_end_once BEFORE UPDATE ON approval_codes FOR EACH ROW
  WHEN ((OLD.used_at IS NOT NULL AND NEW.used_at IS DISTINCT FROM OLD.used_at)
    OR (OLD.voided_at IS NOT NULL AND NEW.voided_at IS NULL AND NEW.nonce = OLD.nonce))
  EXECUTE FUNCTION countersign_refuse_unless_owner('a code is used or voided once');
--> statement-breakpoint
-- A request's secret is displayed again only where the one before was ended, unused and unsaved.
CREATE FUNCTION countersign_require_one_secret() RETURNS trigger
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
BEGIN
  IF NOT public.countersign_owns(TG_RELID) AND EXISTS (
    SELECT 1 FROM public.token_secrets s WHERE s.request_id = NEW.request_id
      AND (s.ends_at IS NULL OR s.saved_at IS NOT NULL OR s.first_used_at IS NOT NULL)
  ) THEN
    RAISE EXCEPTION 'a request has one secret' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER token_secrets_one_a_request BEFORE INSERT ON token_secrets
  FOR EACH ROW EXECUTE FUNCTION countersign_require_one_secret();
