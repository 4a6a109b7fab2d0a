-- Who made a person's row is seen by its transaction, which no role but the owner writes later.
ALTER TABLE "users" ADD COLUMN "made_in" "xid8" DEFAULT pg_current_xact_id() NOT NULL;
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
