CREATE TYPE "public"."review_answer" AS ENUM('kept', 'dropped', 'expired', 'ended');--> statement-breakpoint
ALTER TYPE "public"."message_kind" ADD VALUE 'review_opened';--> statement-breakpoint
ALTER TYPE "public"."message_kind" ADD VALUE 'review_reminder';--> statement-breakpoint
ALTER TYPE "public"."message_kind" ADD VALUE 'review_owner';--> statement-breakpoint
ALTER TYPE "public"."message_kind" ADD VALUE 'review_closed';--> statement-breakpoint
ALTER TYPE "public"."notification_kind" ADD VALUE 'review_opened';--> statement-breakpoint
ALTER TYPE "public"."notification_kind" ADD VALUE 'review_reminder';--> statement-breakpoint
ALTER TYPE "public"."notification_kind" ADD VALUE 'review_owner';--> statement-breakpoint
ALTER TYPE "public"."notification_kind" ADD VALUE 'review_closed';--> statement-breakpoint
CREATE TABLE "review_lines" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"round_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"token_id" uuid NOT NULL,
	"network_id" uuid,
	"asked_by" uuid[] NOT NULL,
	"answer" "review_answer",
	"answered_by" uuid,
	"answered_at" timestamp with time zone,
	"reason" text,
	CONSTRAINT "review_lines_answered" CHECK (("review_lines"."answer" is null) = ("review_lines"."answered_at" is null)),
	CONSTRAINT "review_lines_by_a_person" CHECK (("review_lines"."answered_by" is not null) = coalesce("review_lines"."answer" in ('kept', 'dropped'), false)),
	CONSTRAINT "review_lines_four_eyes" CHECK ("review_lines"."answer" is distinct from 'kept' or "review_lines"."answered_by" <> all ("review_lines"."asked_by")),
	CONSTRAINT "review_lines_reasons" CHECK ("review_lines"."answer" is distinct from 'dropped' or coalesce(length("review_lines"."reason"), 0) > 0)
);
--> statement-breakpoint
CREATE TABLE "review_rounds" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"opened_at" timestamp with time zone DEFAULT countersign_now() NOT NULL,
	"deadline_at" timestamp with time zone NOT NULL,
	"closed_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "program_settings" ADD COLUMN "review_days" integer DEFAULT 365 NOT NULL;--> statement-breakpoint
ALTER TABLE "review_lines" ADD CONSTRAINT "review_lines_round_id_review_rounds_id_fk" FOREIGN KEY ("round_id") REFERENCES "public"."review_rounds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_lines" ADD CONSTRAINT "review_lines_token_id_security_tokens_id_fk" FOREIGN KEY ("token_id") REFERENCES "public"."security_tokens"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_lines" ADD CONSTRAINT "review_lines_network_id_approved_networks_id_fk" FOREIGN KEY ("network_id") REFERENCES "public"."approved_networks"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_lines" ADD CONSTRAINT "review_lines_answered_by_users_id_fk" FOREIGN KEY ("answered_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "review_lines_position" ON "review_lines" USING btree ("round_id","position");--> statement-breakpoint
CREATE UNIQUE INDEX "review_lines_once" ON "review_lines" USING btree ("round_id",coalesce("network_id", "token_id"));--> statement-breakpoint
CREATE INDEX "review_lines_token" ON "review_lines" USING btree ("token_id");--> statement-breakpoint
CREATE INDEX "review_lines_network" ON "review_lines" USING btree ("network_id") WHERE "review_lines"."network_id" is not null;--> statement-breakpoint
CREATE INDEX "review_lines_open" ON "review_lines" USING btree ("round_id","position") WHERE "review_lines"."answer" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "review_rounds_one_open" ON "review_rounds" USING btree ((true)) WHERE "review_rounds"."closed_at" is null;--> statement-breakpoint
CREATE INDEX "review_rounds_opened" ON "review_rounds" USING btree ("opened_at");--> statement-breakpoint
-- The job runner opens a round, closes it, and ends what nobody attested; people answer.
GRANT SELECT ON review_rounds, review_lines TO countersign_app, countersign_jobs;
--> statement-breakpoint
GRANT INSERT ON review_rounds, review_lines TO countersign_jobs;
--> statement-breakpoint
GRANT UPDATE (closed_at) ON review_rounds TO countersign_jobs;
--> statement-breakpoint
GRANT UPDATE (answer, answered_by, answered_at, reason) ON review_lines TO countersign_app;
--> statement-breakpoint
GRANT UPDATE (answer, answered_at) ON review_lines TO countersign_jobs;
--> statement-breakpoint
GRANT UPDATE (revoked_at) ON security_tokens, approved_networks TO countersign_jobs;
--> statement-breakpoint
-- A line is answered once, by a person before the deadline, and never kept by who asked for what it is about, a renewal
-- since the round opened included. It counts as ended only where it has.
CREATE FUNCTION countersign_check_review_line() RETURNS trigger
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
DECLARE
  v_now timestamptz := public.countersign_now();
  v_deadline timestamptz;
  v_closed timestamptz;
  v_live boolean;
BEGIN
  IF public.countersign_owns(TG_RELID) THEN RETURN NEW; END IF;
  SELECT r.deadline_at, r.closed_at INTO v_deadline, v_closed FROM public.review_rounds r WHERE r.id = NEW.round_id;
  SELECT t.revoked_at IS NULL AND t.expires_at > v_now AND (NEW.network_id IS NULL OR EXISTS (
      SELECT 1 FROM public.approved_networks n WHERE n.id = NEW.network_id AND n.revoked_at IS NULL
        AND (n.expires_at IS NULL OR n.expires_at > v_now)))
    INTO v_live FROM public.security_tokens t WHERE t.id = NEW.token_id;
  IF OLD.answer IS NOT NULL OR v_closed IS NOT NULL
    OR (NEW.answer IN ('kept', 'dropped') AND v_deadline <= v_now)
    OR (NEW.answer = 'expired' AND v_deadline > v_now)
    OR (NEW.answer = 'ended' AND v_live)
    OR (NEW.answer = 'kept' AND (NOT v_live OR EXISTS (
      SELECT 1 FROM public.access_requests q
      WHERE q.token_id = NEW.token_id AND q.status = 'approved' AND q.requested_by = NEW.answered_by
        AND (NEW.network_id IS NULL AND q.kind <> 'networks' OR q.id = (
          SELECT n.request_id FROM public.approved_networks n WHERE n.id = NEW.network_id)))))
  THEN
    RAISE EXCEPTION 'this line cannot be answered so' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER review_lines_answered_once BEFORE UPDATE ON review_lines
  FOR EACH ROW EXECUTE FUNCTION countersign_check_review_line();
--> statement-breakpoint
CREATE TRIGGER review_rounds_close_once BEFORE UPDATE ON review_rounds FOR EACH ROW
  WHEN (OLD.closed_at IS NOT NULL OR NEW.closed_at IS NULL)
  EXECUTE FUNCTION countersign_refuse_unless_owner('a review closes once');
--> statement-breakpoint
CREATE TRIGGER review_rounds_told AFTER INSERT OR UPDATE ON review_rounds
  FOR EACH ROW EXECUTE FUNCTION countersign_tell('reviews');
--> statement-breakpoint
CREATE TRIGGER review_lines_told AFTER UPDATE ON review_lines
  FOR EACH ROW EXECUTE FUNCTION countersign_tell('reviews');
