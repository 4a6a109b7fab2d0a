-- Second factors are added and removed, never rewritten: a passkey's key and an app's secret stay what they were.
GRANT SELECT, INSERT, UPDATE (name, confirmed_at, last_used_at, removed_at, counter, last_step) ON second_factors TO countersign_app;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE (used_at, voided_at) ON recovery_codes TO countersign_app;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON webauthn_challenges TO countersign_app;
--> statement-breakpoint
-- A code's time step, an authenticator's count and a used recovery code only go forward.
CREATE TRIGGER second_factors_go_forward BEFORE UPDATE ON second_factors FOR EACH ROW
  WHEN (coalesce(NEW.counter < OLD.counter, false) OR coalesce(NEW.last_step < OLD.last_step, false)
    OR (OLD.removed_at IS NOT NULL AND NEW.removed_at IS DISTINCT FROM OLD.removed_at))
  EXECUTE FUNCTION countersign_refuse_unless_owner('a factor goes forward');
--> statement-breakpoint
CREATE TRIGGER recovery_codes_end_once BEFORE UPDATE ON recovery_codes FOR EACH ROW
  WHEN ((OLD.used_at IS NOT NULL AND NEW.used_at IS DISTINCT FROM OLD.used_at)
    OR (OLD.voided_at IS NOT NULL AND NEW.voided_at IS DISTINCT FROM OLD.voided_at))
  EXECUTE FUNCTION countersign_refuse_unless_owner('a recovery code ends once');
--> statement-breakpoint
-- Whether a session may do anything: no factor is asked of its person, or it was proved with one. 'whole', 'proof' where one
-- must be proved, 'set_up' where one must be set up first: who decides about access never works without one, but in a
-- demonstration.
CREATE FUNCTION countersign_session_standing(s sessions) RETURNS text LANGUAGE sql STABLE
  AS $$ SELECT CASE
    WHEN s.factor_at IS NOT NULL THEN 'whole'
    WHEN EXISTS (SELECT 1 FROM second_factors f WHERE f.user_id = s.user_id AND f.confirmed_at IS NOT NULL AND f.removed_at IS NULL)
      THEN 'proof'
    WHEN NOT EXISTS (SELECT 1 FROM program_settings WHERE demonstration) AND EXISTS (
      SELECT 1 FROM user_roles ur JOIN role_permissions rp ON rp.role_id = ur.role_id
      WHERE ur.user_id = s.user_id AND rp.permission IN ('api_settings.manage', 'access_requests.decide')) THEN 'set_up'
    ELSE 'whole' END $$;
