-- Who made a person's row is seen by its transaction, which no role but the owner writes later.
ALTER TABLE "users" ADD COLUMN "made_in" "xid8" DEFAULT pg_current_xact_id() NOT NULL;
--> statement-breakpoint
ALTER TABLE "program_settings" ADD COLUMN "second_factor_for_all" integer DEFAULT 0 NOT NULL;
--> statement-breakpoint
GRANT UPDATE (second_factor_for_all) ON program_settings TO countersign_app;
--> statement-breakpoint
CREATE INDEX "access_requests_requester" ON "access_requests" USING btree ("requested_by","created_at");
--> statement-breakpoint
-- Whether everybody here was made in the caller's transaction, as the first people are: seen as it is now, however long ago
-- that transaction began.
CREATE OR REPLACE FUNCTION countersign_sets_up() RETURNS boolean
  LANGUAGE sql VOLATILE
  SET search_path = pg_catalog, pg_temp
  AS $$ SELECT public.countersign_sees_now() AND NOT EXISTS (
    SELECT 1 FROM public.users WHERE made_in <> pg_current_xact_id()) $$;
--> statement-breakpoint
-- Whether a session may do anything: no factor is asked of its person, or it was proved with one. 'whole', 'proof' where one
-- must be proved, 'set_up' where one must be set up first: who decides about access never works without one, nor anybody where
-- the program says so, but in a demonstration.
CREATE OR REPLACE FUNCTION countersign_session_standing(s sessions) RETURNS text LANGUAGE sql STABLE
  AS $$ SELECT CASE
    WHEN s.factor_at IS NOT NULL THEN 'whole'
    WHEN EXISTS (SELECT 1 FROM second_factors f WHERE f.user_id = s.user_id AND f.confirmed_at IS NOT NULL AND f.removed_at IS NULL)
      THEN 'proof'
    WHEN EXISTS (SELECT 1 FROM program_settings p WHERE NOT p.demonstration AND (p.second_factor_for_all = 1 OR EXISTS (
      SELECT 1 FROM user_roles ur JOIN role_permissions rp ON rp.role_id = ur.role_id
      WHERE ur.user_id = s.user_id AND rp.permission IN ('api_settings.manage', 'access_requests.decide')))) THEN 'set_up'
    ELSE 'whole' END $$;
