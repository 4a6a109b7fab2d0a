ALTER TYPE "public"."access_request_kind" ADD VALUE 'break_glass';--> statement-breakpoint
ALTER TYPE "public"."message_kind" ADD VALUE 'emergency_opened' BEFORE 'token_expiring';--> statement-breakpoint
ALTER TYPE "public"."message_kind" ADD VALUE 'emergency_review_due' BEFORE 'token_expiring';--> statement-breakpoint
ALTER TYPE "public"."notification_kind" ADD VALUE 'emergency_opened' BEFORE 'new_sign_in';--> statement-breakpoint
ALTER TYPE "public"."notification_kind" ADD VALUE 'emergency_review_due' BEFORE 'new_sign_in';--> statement-breakpoint
CREATE TABLE "emergency_accesses" (
	"request_id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"address" "inet" NOT NULL,
	"approved_by" uuid NOT NULL,
	"starts_at" timestamp with time zone DEFAULT countersign_now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"ended_by" uuid,
	"next_reminder_at" timestamp with time zone,
	"closed_at" timestamp with time zone,
	"closed_by" uuid,
	"finding" text,
	"closing_note" text,
	"closed_by_one_of_two" boolean,
	CONSTRAINT "emergency_accesses_four_eyes" CHECK ("emergency_accesses"."approved_by" <> "emergency_accesses"."user_id"),
	CONSTRAINT "emergency_accesses_one_host" CHECK ("emergency_accesses"."address" = host("emergency_accesses"."address")::inet),
	CONSTRAINT "emergency_accesses_life" CHECK ("emergency_accesses"."expires_at" <= "emergency_accesses"."starts_at" + interval '4 hours'),
	CONSTRAINT "emergency_accesses_ended" CHECK (("emergency_accesses"."ended_at" is null) = ("emergency_accesses"."ended_by" is null)),
	CONSTRAINT "emergency_accesses_reviewed" CHECK (num_nonnulls("emergency_accesses"."closed_at", "emergency_accesses"."closed_by", "emergency_accesses"."finding", "emergency_accesses"."closing_note", "emergency_accesses"."closed_by_one_of_two") in (0, 5)
        and "emergency_accesses"."finding" in ('justified', 'not_justified')
        and "emergency_accesses"."closed_by_one_of_two" = ("emergency_accesses"."closed_by" in ("emergency_accesses"."user_id", "emergency_accesses"."approved_by")))
);
--> statement-breakpoint
ALTER TABLE "emergency_accesses" ADD CONSTRAINT "emergency_accesses_request_id_access_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."access_requests"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "emergency_accesses" ADD CONSTRAINT "emergency_accesses_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "emergency_accesses" ADD CONSTRAINT "emergency_accesses_approved_by_users_id_fk" FOREIGN KEY ("approved_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "emergency_accesses" ADD CONSTRAINT "emergency_accesses_ended_by_users_id_fk" FOREIGN KEY ("ended_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "emergency_accesses" ADD CONSTRAINT "emergency_accesses_closed_by_users_id_fk" FOREIGN KEY ("closed_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "emergency_accesses_user" ON "emergency_accesses" USING btree ("user_id","expires_at");--> statement-breakpoint
CREATE INDEX "emergency_accesses_open" ON "emergency_accesses" USING btree ("starts_at") WHERE "emergency_accesses"."closed_at" is null;--> statement-breakpoint
-- Opened and closed by the application; what it opens, and from when to when, is never rewritten.
GRANT SELECT, INSERT, UPDATE (ended_at, ended_by, closed_at, closed_by, finding, closing_note, closed_by_one_of_two)
  ON emergency_accesses TO countersign_app;
--> statement-breakpoint
GRANT SELECT, UPDATE (next_reminder_at) ON emergency_accesses TO countersign_jobs;
--> statement-breakpoint
-- An emergency access is what one approved request asked for, made with its decision, for who asked and nobody else.
CREATE FUNCTION countersign_require_signed_emergency() RETURNS trigger
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
BEGIN
  IF NUM_NONNULLS(NEW.ended_at, NEW.closed_at) = 0 AND EXISTS (
    SELECT 1 FROM public.access_requests r
    WHERE r.id = NEW.request_id AND r.kind::text = 'break_glass' AND r.status = 'approved'
      AND r.requested_by = NEW.user_id AND r.decided_by = NEW.approved_by AND r.decided_by <> r.requested_by
      AND (r.change ->> 'userId')::uuid = NEW.user_id AND (r.change ->> 'address')::inet = NEW.address
      AND NEW.starts_at = r.decided_at
      AND NEW.expires_at = r.decided_at + pg_catalog.make_interval(mins => (r.change ->> 'minutes')::int)
      AND (public.countersign_owns(TG_RELID) OR public.countersign_written_here(r.xmin))
  ) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'no approved request grants this' USING ERRCODE = 'insufficient_privilege';
END $$;
--> statement-breakpoint
CREATE TRIGGER emergency_accesses_as_signed BEFORE INSERT ON emergency_accesses
  FOR EACH ROW EXECUTE FUNCTION countersign_require_signed_emergency();
--> statement-breakpoint
CREATE TRIGGER emergency_accesses_end_once BEFORE UPDATE ON emergency_accesses FOR EACH ROW
  WHEN ((OLD.ended_at IS NOT NULL AND (NEW.ended_at, NEW.ended_by) IS DISTINCT FROM (OLD.ended_at, OLD.ended_by))
    OR (OLD.closed_at IS NOT NULL AND (NEW.closed_at, NEW.closed_by, NEW.finding, NEW.closing_note, NEW.closed_by_one_of_two)
      IS DISTINCT FROM (OLD.closed_at, OLD.closed_by, OLD.finding, OLD.closing_note, OLD.closed_by_one_of_two)))
  EXECUTE FUNCTION countersign_refuse_unless_owner('an emergency access ends once, and its review is closed once');
--> statement-breakpoint
CREATE TRIGGER emergency_accesses_told AFTER INSERT OR UPDATE ON emergency_accesses
  FOR EACH ROW EXECUTE FUNCTION countersign_tell('requests', 'user_id');
