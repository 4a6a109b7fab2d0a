ALTER TYPE "public"."access_request_kind" ADD VALUE 'lift_suspension' BEFORE 'user_roles';--> statement-breakpoint
ALTER TYPE "public"."message_kind" ADD VALUE 'token_reads_many';--> statement-breakpoint
ALTER TYPE "public"."message_kind" ADD VALUE 'token_suspended';--> statement-breakpoint
ALTER TYPE "public"."message_kind" ADD VALUE 'person_reads_many';--> statement-breakpoint
ALTER TYPE "public"."notification_kind" ADD VALUE 'token_reads_many';--> statement-breakpoint
ALTER TYPE "public"."notification_kind" ADD VALUE 'token_suspended';--> statement-breakpoint
ALTER TYPE "public"."notification_kind" ADD VALUE 'person_reads_many';--> statement-breakpoint
CREATE TABLE "reading_alerts" (
	"subject_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"day" date NOT NULL,
	"created_at" timestamp with time zone DEFAULT countersign_now() NOT NULL,
	CONSTRAINT "reading_alerts_subject_id_kind_day_pk" PRIMARY KEY("subject_id","kind","day")
);
--> statement-breakpoint
CREATE TABLE "reading_days" (
	"day" date PRIMARY KEY NOT NULL,
	"above" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "token_watch" (
	"token_id" uuid PRIMARY KEY NOT NULL,
	"day" date NOT NULL,
	"counted_at" integer DEFAULT 0 NOT NULL,
	"distinct_customers" integer DEFAULT 0 NOT NULL,
	"sampled_at" timestamp with time zone NOT NULL,
	"sampled_day" date NOT NULL,
	"sampled_customers" integer DEFAULT 0 NOT NULL,
	"usual_per_minute" double precision DEFAULT 0 NOT NULL,
	"samples" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
ALTER TABLE "access_requests" DROP CONSTRAINT "access_requests_what";--> statement-breakpoint
ALTER TABLE "access_requests" ADD COLUMN "distinct_ceiling" integer;--> statement-breakpoint
ALTER TABLE "security_tokens" ADD COLUMN "distinct_ceiling" integer;--> statement-breakpoint
ALTER TABLE "security_tokens" ADD COLUMN "suspended_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "security_tokens" ADD COLUMN "suspended_day" date;--> statement-breakpoint
ALTER TABLE "security_tokens" ADD COLUMN "suspended_distinct" integer;--> statement-breakpoint
ALTER TABLE "security_tokens" ADD COLUMN "lifted_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "program_settings" ADD COLUMN "default_distinct_ceiling" integer DEFAULT 2500 NOT NULL;--> statement-breakpoint
ALTER TABLE "token_watch" ADD CONSTRAINT "token_watch_token_id_security_tokens_id_fk" FOREIGN KEY ("token_id") REFERENCES "public"."security_tokens"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "access_requests" ADD CONSTRAINT "access_requests_what" CHECK (case when "access_requests"."kind"::text in ('new_token', 'networks', 'rotation', 'renewal', 'limits', 'lift_suspension')
        then num_nonnulls("access_requests"."token_id", "access_requests"."token_version", "access_requests"."scopes", "access_requests"."rate_per_minute", "access_requests"."daily_limit", "access_requests"."token_expires_at") = 6
          and num_nonnulls("access_requests"."change", "access_requests"."subject_id") = 0
        else num_nonnulls("access_requests"."token_id", "access_requests"."token_version", "access_requests"."scopes", "access_requests"."rate_per_minute", "access_requests"."daily_limit", "access_requests"."token_expires_at", "access_requests"."distinct_ceiling") = 0
          and "access_requests"."change" is not null end);--> statement-breakpoint
ALTER TABLE "security_tokens" ADD CONSTRAINT "security_tokens_ceiling" CHECK ("security_tokens"."distinct_ceiling" > 0);--> statement-breakpoint
ALTER TABLE "security_tokens" ADD CONSTRAINT "security_tokens_suspended" CHECK (num_nonnulls("security_tokens"."suspended_at", "security_tokens"."suspended_day", "security_tokens"."suspended_distinct") in (0, 3));
--> statement-breakpoint
-- A suspended token reads nothing, from the commit of its suspension on: read from the row that state and end are read from.
-- Each caller with its token, what is left to it, the network that lets it in, and what refuses it whatever it asks.
CREATE OR REPLACE FUNCTION countersign_callers(
  p_hashes bytea[], p_addresses inet[], p_prefixes text[], p_secrets uuid[], p_now timestamptz, p_today date
) RETURNS TABLE (
  caller bigint, address inet, secret_id uuid, token_id uuid, unused boolean, rate_per_minute integer, daily_limit integer,
  customers_read integer, granted integer, may_read boolean, may_list boolean, network_id uuid, rate_left float8, verdict text
)
LANGUAGE sql STABLE
AS $$
  SELECT c.caller, c.address, s.secret_id, s.token_id, s.unused, s.rate_per_minute, s.daily_limit, s.customers_read,
    s.granted, s.may_read, s.may_list, own.network_id, coalesce(least(s.rate_per_minute, s.refilled), 0),
    CASE
      WHEN s.secret_id IS NULL THEN 'token_invalid'
      WHEN own.network_id IS NULL THEN 'ip_not_allowed'
      WHEN s.revoked THEN 'token_revoked'
      WHEN s.expired THEN 'token_expired'
      WHEN s.suspended THEN 'token_suspended'
    END
  FROM unnest(p_hashes, p_addresses, p_prefixes) WITH ORDINALITY AS c(hash, address, prefixes, caller)
  LEFT JOIN LATERAL (
    SELECT s.id AS secret_id, s.token_id, s.first_used_at IS NULL AS unused, t.rate_per_minute, t.daily_limit,
      t.revoked_at IS NOT NULL OR coalesce(s.ends_at <= p_now, false) AS revoked, t.expires_at <= p_now AS expired,
      t.suspended_at IS NOT NULL AS suspended,
      u.rate_left + t.rate_per_minute * greatest(0, extract(epoch FROM p_now - u.refilled_at)::float8) / 60 AS refilled,
      CASE WHEN u.day = p_today THEN u.customers_read ELSE 0 END AS customers_read,
      32767 | CASE WHEN 'fields:contact' = ANY (t.scopes) THEN 1015808 ELSE 0 END
        | CASE WHEN 'fields:sensitive' = ANY (t.scopes) THEN 267386880 ELSE 0 END
        | CASE WHEN 'fields:consent' = ANY (t.scopes) THEN 805306368 ELSE 0 END AS granted,
      'customers:read' = ANY (t.scopes) AS may_read,
      'customers:list' = ANY (t.scopes) AS may_list,
      s.id = ANY (p_secrets) AS locked
    FROM token_secrets s
    JOIN security_tokens t ON t.id = s.token_id
    LEFT JOIN token_usage u ON u.token_id = s.token_id
    WHERE s.hash = c.hash
    OFFSET 0
  ) s ON s.locked
  LEFT JOIN LATERAL (
    -- A range of one network: the planner then takes the index by token, however many tokens share a network.
    SELECT probe.id AS network_id FROM unnest(c.prefixes::cidr[]) AS own(network), LATERAL (
      SELECT n.id FROM approved_networks n
      WHERE n.token_id = s.token_id AND n.network >= own.network AND n.network <= own.network
        AND n.revoked_at IS NULL AND (n.expires_at IS NULL OR n.expires_at > p_now)
      LIMIT 1) probe
    LIMIT 1
  ) own ON true
$$;;
--> statement-breakpoint
-- Who saw one customer. A read of one customer costs the guarded read no entry: a range of pages has one bloom filter, made
-- behind it. Records of many customers, which are few, have them all in a list.
CREATE INDEX audit_events_one_customer ON audit_events
  USING brin ((customer_ids[1]) text_bloom_ops (n_distinct_per_range = 2000, false_positive_rate = 0.005))
  WITH (pages_per_range = 64, autosummarize = on) WHERE cardinality(customer_ids) = 1;
--> statement-breakpoint
CREATE INDEX audit_events_many_customers ON audit_events USING gin (customer_ids) WHERE cardinality(customer_ids) > 1;
--> statement-breakpoint
-- What people saw on the screens, for the watch over them.
CREATE INDEX audit_events_staff_reads ON audit_events (id) WHERE actor_kind = 'user' AND cardinality(customer_ids) > 0;
--> statement-breakpoint
-- The ceiling is signed with the rest.
CREATE OR REPLACE FUNCTION countersign_require_signed_token() RETURNS trigger
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
BEGIN
  IF public.countersign_owns(TG_RELID) OR EXISTS (
    SELECT 1 FROM public.access_requests r
    WHERE r.token_id = NEW.id AND r.status = 'approved' AND r.decided_by <> r.requested_by
      AND (r.purpose, r.scopes, r.rate_per_minute, r.daily_limit, r.token_expires_at)
        = (NEW.purpose, NEW.scopes, NEW.rate_per_minute, NEW.daily_limit, NEW.expires_at)
      AND r.distinct_ceiling IS NOT DISTINCT FROM NEW.distinct_ceiling
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
DROP TRIGGER security_tokens_as_signed ON security_tokens;
--> statement-breakpoint
CREATE TRIGGER security_tokens_as_signed BEFORE UPDATE ON security_tokens FOR EACH ROW
  WHEN (NEW.approved_at IS NOT NULL AND (OLD.approved_at IS NULL
    OR (NEW.purpose, NEW.scopes, NEW.rate_per_minute, NEW.daily_limit, NEW.expires_at, NEW.distinct_ceiling)
      IS DISTINCT FROM (OLD.purpose, OLD.scopes, OLD.rate_per_minute, OLD.daily_limit, OLD.expires_at, OLD.distinct_ceiling)))
  EXECUTE FUNCTION countersign_require_signed_token();
--> statement-breakpoint
-- A suspension stays as it was noted until the transaction that approves its lift.
CREATE FUNCTION countersign_require_signed_lift() RETURNS trigger
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
BEGIN
  IF public.countersign_owns(TG_RELID) OR EXISTS (
    SELECT 1 FROM public.access_requests r
    WHERE r.token_id = NEW.id AND r.kind::text = 'lift_suspension' AND r.status = 'approved'
      AND r.decided_by <> r.requested_by AND public.countersign_written_here(r.xmin)
  ) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'no approved request lifts this suspension' USING ERRCODE = 'insufficient_privilege';
END $$;
--> statement-breakpoint
CREATE TRIGGER security_tokens_lifted_as_signed BEFORE UPDATE ON security_tokens FOR EACH ROW
  WHEN (NEW.lifted_at IS DISTINCT FROM OLD.lifted_at OR (OLD.suspended_at IS NOT NULL
    AND (NEW.suspended_at, NEW.suspended_day, NEW.suspended_distinct)
      IS DISTINCT FROM (OLD.suspended_at, OLD.suspended_day, OLD.suspended_distinct)))
  EXECUTE FUNCTION countersign_require_signed_lift();
--> statement-breakpoint
GRANT UPDATE (distinct_ceiling, suspended_at, suspended_day, suspended_distinct, lifted_at) ON security_tokens TO countersign_app;
--> statement-breakpoint
GRANT UPDATE (default_distinct_ceiling) ON program_settings TO countersign_app;
--> statement-breakpoint
-- The watch over reading is the job runner's.
GRANT UPDATE (suspended_at, suspended_day, suspended_distinct) ON security_tokens TO countersign_jobs;
--> statement-breakpoint
GRANT SELECT ON token_watch, reading_alerts, reading_days TO countersign_app;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON token_watch TO countersign_jobs;
--> statement-breakpoint
GRANT SELECT, INSERT, DELETE ON reading_alerts, reading_days TO countersign_jobs;
