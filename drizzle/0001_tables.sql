CREATE TYPE "public"."access_request_kind" AS ENUM('new_token');--> statement-breakpoint
CREATE TYPE "public"."access_request_status" AS ENUM('pending', 'approved', 'rejected', 'withdrawn', 'expired', 'voided');--> statement-breakpoint
CREATE TYPE "public"."actor_kind" AS ENUM('user', 'token', 'system', 'anonymous');--> statement-breakpoint
CREATE TYPE "public"."audit_outcome" AS ENUM('allowed', 'refused');--> statement-breakpoint
CREATE TYPE "public"."customer_status" AS ENUM('active', 'inactive', 'suspended', 'banned', 'merged');--> statement-breakpoint
CREATE TYPE "public"."message_kind" AS ENUM('approval_requested', 'request_approved', 'request_rejected', 'invitation', 'password_reset');--> statement-breakpoint
CREATE TYPE "public"."message_status" AS ENUM('queued', 'sent', 'failed');--> statement-breakpoint
CREATE TYPE "public"."notification_kind" AS ENUM('approval_requested', 'request_approved', 'request_rejected', 'request_expired', 'request_withdrawn');--> statement-breakpoint
CREATE TYPE "public"."link_purpose" AS ENUM('invitation', 'password_reset');--> statement-breakpoint
CREATE TYPE "public"."user_status" AS ENUM('invited', 'active', 'disabled');--> statement-breakpoint
CREATE TABLE "access_request_networks" (
	"request_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"network" "cidr" NOT NULL,
	"label" text DEFAULT '' NOT NULL,
	"expires_at" timestamp with time zone,
	CONSTRAINT "access_request_networks_request_id_position_pk" PRIMARY KEY("request_id","position"),
	CONSTRAINT "access_request_networks_once" UNIQUE("request_id","network")
);
--> statement-breakpoint
CREATE TABLE "access_requests" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"kind" "access_request_kind" NOT NULL,
	"token_id" uuid NOT NULL,
	"token_version" integer NOT NULL,
	"requested_by" uuid NOT NULL,
	"requested_from" "inet",
	"purpose" text NOT NULL,
	"scopes" text[] NOT NULL,
	"rate_per_minute" integer NOT NULL,
	"daily_limit" integer NOT NULL,
	"token_expires_at" timestamp with time zone NOT NULL,
	"overlap_seconds" integer DEFAULT 0 NOT NULL,
	"reason" text NOT NULL,
	"digest" "bytea" NOT NULL,
	"status" "access_request_status" DEFAULT 'pending' NOT NULL,
	"created_at" timestamp with time zone DEFAULT countersign_now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"decided_by" uuid,
	"decided_at" timestamp with time zone,
	"decided_from" "inet",
	"decision_note" text,
	CONSTRAINT "access_requests_four_eyes" CHECK ("access_requests"."status" not in ('approved', 'rejected') or ("access_requests"."decided_by" is not null and "access_requests"."decided_by" <> "access_requests"."requested_by")),
	CONSTRAINT "access_requests_decided" CHECK (("access_requests"."status" = 'pending') = ("access_requests"."decided_at" is null))
);
--> statement-breakpoint
CREATE TABLE "approval_codes" (
	"request_id" uuid NOT NULL,
	"approver_id" uuid NOT NULL,
	"mailbox" text NOT NULL,
	"nonce" "bytea" NOT NULL,
	"key_id" text NOT NULL,
	"wrong_attempts" integer DEFAULT 0 NOT NULL,
	"sends" integer DEFAULT 1 NOT NULL,
	"issue" integer DEFAULT 1 NOT NULL,
	"issued_at" timestamp with time zone DEFAULT countersign_now() NOT NULL,
	"used_at" timestamp with time zone,
	"voided_at" timestamp with time zone,
	CONSTRAINT "approval_codes_request_id_approver_id_pk" PRIMARY KEY("request_id","approver_id")
);
--> statement-breakpoint
CREATE TABLE "approved_networks" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"token_id" uuid NOT NULL,
	"request_id" uuid NOT NULL,
	"network" "cidr" NOT NULL,
	"label" text DEFAULT '' NOT NULL,
	"approved_by" uuid NOT NULL,
	"approved_at" timestamp with time zone DEFAULT countersign_now() NOT NULL,
	"expires_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	"revoked_by" uuid
);
--> statement-breakpoint
CREATE TABLE "security_tokens" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"reference" text NOT NULL,
	"purpose" text NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT countersign_now() NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"scopes" text[] NOT NULL,
	"rate_per_minute" integer NOT NULL,
	"daily_limit" integer NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"approved_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	"revoked_by" uuid,
	"discarded_at" timestamp with time zone,
	CONSTRAINT "security_tokens_limits" CHECK ("security_tokens"."rate_per_minute" > 0 and "security_tokens"."daily_limit" > 0),
	CONSTRAINT "security_tokens_not_both" CHECK ("security_tokens"."discarded_at" is null or "security_tokens"."approved_at" is null)
);
--> statement-breakpoint
CREATE TABLE "token_secrets" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"token_id" uuid NOT NULL,
	"request_id" uuid NOT NULL,
	"hash" "bytea" NOT NULL,
	"last_four" text NOT NULL,
	"displayed_by" uuid NOT NULL,
	"displayed_at" timestamp with time zone DEFAULT countersign_now() NOT NULL,
	"saved_at" timestamp with time zone,
	"first_used_at" timestamp with time zone,
	"ends_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "token_usage" (
	"token_id" uuid PRIMARY KEY NOT NULL,
	"rate_left" double precision NOT NULL,
	"refilled_at" timestamp with time zone NOT NULL,
	"day" date NOT NULL,
	"customers_read" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_events" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_events_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp with time zone DEFAULT countersign_now() NOT NULL,
	"action" text NOT NULL,
	"outcome" "audit_outcome" NOT NULL,
	"rule" text,
	"actor_kind" "actor_kind" NOT NULL,
	"actor_id" uuid,
	"token_id" uuid,
	"access_request_id" uuid,
	"subject_id" uuid,
	"request_id" text NOT NULL,
	"client_ip" "inet",
	"customer_ids" text[],
	"fields" text[],
	"details" jsonb
);
--> statement-breakpoint
CREATE TABLE "token_refusals" (
	"token_id" uuid NOT NULL,
	"block" "cidr" NOT NULL,
	"minute" timestamp with time zone NOT NULL,
	"refusals" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "token_refusals_token_id_block_minute_pk" PRIMARY KEY("token_id","block","minute")
);
--> statement-breakpoint
CREATE TABLE "unknown_token_calls" (
	"block" "cidr" NOT NULL,
	"minute" timestamp with time zone NOT NULL,
	"calls" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "unknown_token_calls_minute_block_pk" PRIMARY KEY("minute","block")
);
--> statement-breakpoint
CREATE TABLE "customers" (
	"id" text PRIMARY KEY NOT NULL,
	"external_id" text,
	"status" "customer_status" DEFAULT 'active' NOT NULL,
	"points_balance" bigint DEFAULT 0 NOT NULL,
	"points_pending" bigint DEFAULT 0 NOT NULL,
	"points_spent" bigint DEFAULT 0 NOT NULL,
	"lifetime_points" bigint DEFAULT 0 NOT NULL,
	"tier_id" text,
	"tier_name" text,
	"tier_since" timestamp with time zone,
	"tier_expires_at" timestamp with time zone,
	"expiring" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"enrolled_at" timestamp with time zone NOT NULL,
	"last_activity_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT countersign_now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT countersign_now() NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"first_name" text,
	"last_name" text,
	"email" text,
	"phone" text,
	"member_number" text,
	"birth_date" date,
	"address_line_1" text,
	"address_line_2" text,
	"address_city" text,
	"address_state" text,
	"address_postal_code" text,
	"address_country" char(2),
	"custom_fields" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"email_consent" boolean DEFAULT false NOT NULL,
	"email_consent_at" timestamp with time zone,
	"email_consent_source" text,
	"sms_consent" boolean DEFAULT false NOT NULL,
	"sms_consent_at" timestamp with time zone,
	"sms_consent_source" text
);
--> statement-breakpoint
CREATE TABLE "messages" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"kind" "message_kind" NOT NULL,
	"recipient_id" uuid NOT NULL,
	"mailbox" text NOT NULL,
	"access_request_id" uuid,
	"link_id" uuid,
	"idempotency_key" text NOT NULL,
	"status" "message_status" DEFAULT 'queued' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT countersign_now() NOT NULL,
	"sent_at" timestamp with time zone,
	"failed_at" timestamp with time zone,
	"provider_id" text,
	"last_error" text,
	CONSTRAINT "messages_subject" CHECK (num_nonnulls("messages"."access_request_id", "messages"."link_id") = 1)
);
--> statement-breakpoint
CREATE TABLE "notifications" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"user_id" uuid NOT NULL,
	"kind" "notification_kind" NOT NULL,
	"access_request_id" uuid,
	"created_at" timestamp with time zone DEFAULT countersign_now() NOT NULL,
	"read_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "attempt_delays" (
	"key" text PRIMARY KEY NOT NULL,
	"failures" integer NOT NULL,
	"last_failure_at" timestamp with time zone NOT NULL,
	"next_attempt_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "one_time_links" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"purpose" "link_purpose" NOT NULL,
	"user_id" uuid NOT NULL,
	"mailbox" text NOT NULL,
	"nonce" "bytea" NOT NULL,
	"key_id" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	"voided_at" timestamp with time zone,
	"created_by" uuid,
	"created_at" timestamp with time zone DEFAULT countersign_now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "role_permissions" (
	"role_id" uuid NOT NULL,
	"permission" text NOT NULL,
	CONSTRAINT "role_permissions_role_id_permission_pk" PRIMARY KEY("role_id","permission")
);
--> statement-breakpoint
CREATE TABLE "roles" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"built_in" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT countersign_now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"user_id" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT countersign_now() NOT NULL,
	"last_seen_at" timestamp with time zone DEFAULT countersign_now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"proved_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"ended_reason" text,
	"ip" "inet",
	"user_agent" text
);
--> statement-breakpoint
CREATE TABLE "user_roles" (
	"user_id" uuid NOT NULL,
	"role_id" uuid NOT NULL,
	"granted_by" uuid,
	"granted_at" timestamp with time zone DEFAULT countersign_now() NOT NULL,
	CONSTRAINT "user_roles_user_id_role_id_pk" PRIMARY KEY("user_id","role_id")
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"status" "user_status" DEFAULT 'invited' NOT NULL,
	"password_hash" text,
	"password_changed_at" timestamp with time zone,
	"disabled_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT countersign_now() NOT NULL,
	CONSTRAINT "users_email_lower" CHECK ("users"."email" = lower("users"."email"))
);
--> statement-breakpoint
CREATE TABLE "program_settings" (
	"id" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"name" text NOT NULL,
	"time_zone" text DEFAULT 'UTC' NOT NULL,
	"widest_ipv4" integer DEFAULT 24 NOT NULL,
	"widest_ipv6" integer DEFAULT 120 NOT NULL,
	"default_rate_per_minute" integer DEFAULT 60 NOT NULL,
	"default_daily_limit" integer DEFAULT 5000 NOT NULL,
	"request_days" integer DEFAULT 3 NOT NULL,
	"token_days" integer DEFAULT 90 NOT NULL,
	"demonstration" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT countersign_now() NOT NULL,
	CONSTRAINT "program_settings_one_row" CHECK ("program_settings"."id")
);
--> statement-breakpoint
ALTER TABLE "access_request_networks" ADD CONSTRAINT "access_request_networks_request_id_access_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."access_requests"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "access_requests" ADD CONSTRAINT "access_requests_token_id_security_tokens_id_fk" FOREIGN KEY ("token_id") REFERENCES "public"."security_tokens"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "access_requests" ADD CONSTRAINT "access_requests_requested_by_users_id_fk" FOREIGN KEY ("requested_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "access_requests" ADD CONSTRAINT "access_requests_decided_by_users_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "approval_codes" ADD CONSTRAINT "approval_codes_request_id_access_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."access_requests"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "approval_codes" ADD CONSTRAINT "approval_codes_approver_id_users_id_fk" FOREIGN KEY ("approver_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "approved_networks" ADD CONSTRAINT "approved_networks_token_id_security_tokens_id_fk" FOREIGN KEY ("token_id") REFERENCES "public"."security_tokens"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "approved_networks" ADD CONSTRAINT "approved_networks_request_id_access_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."access_requests"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "approved_networks" ADD CONSTRAINT "approved_networks_approved_by_users_id_fk" FOREIGN KEY ("approved_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "approved_networks" ADD CONSTRAINT "approved_networks_revoked_by_users_id_fk" FOREIGN KEY ("revoked_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "approved_networks" ADD CONSTRAINT "approved_networks_request_id_network_access_request_networks_request_id_network_fk" FOREIGN KEY ("request_id","network") REFERENCES "public"."access_request_networks"("request_id","network") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "security_tokens" ADD CONSTRAINT "security_tokens_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "security_tokens" ADD CONSTRAINT "security_tokens_revoked_by_users_id_fk" FOREIGN KEY ("revoked_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "token_secrets" ADD CONSTRAINT "token_secrets_token_id_security_tokens_id_fk" FOREIGN KEY ("token_id") REFERENCES "public"."security_tokens"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "token_secrets" ADD CONSTRAINT "token_secrets_request_id_access_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."access_requests"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "token_secrets" ADD CONSTRAINT "token_secrets_displayed_by_users_id_fk" FOREIGN KEY ("displayed_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "token_usage" ADD CONSTRAINT "token_usage_token_id_security_tokens_id_fk" FOREIGN KEY ("token_id") REFERENCES "public"."security_tokens"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_recipient_id_users_id_fk" FOREIGN KEY ("recipient_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_access_request_id_access_requests_id_fk" FOREIGN KEY ("access_request_id") REFERENCES "public"."access_requests"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_link_id_one_time_links_id_fk" FOREIGN KEY ("link_id") REFERENCES "public"."one_time_links"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_access_request_id_access_requests_id_fk" FOREIGN KEY ("access_request_id") REFERENCES "public"."access_requests"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "one_time_links" ADD CONSTRAINT "one_time_links_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "one_time_links" ADD CONSTRAINT "one_time_links_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "role_permissions" ADD CONSTRAINT "role_permissions_role_id_roles_id_fk" FOREIGN KEY ("role_id") REFERENCES "public"."roles"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_roles" ADD CONSTRAINT "user_roles_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_roles" ADD CONSTRAINT "user_roles_role_id_roles_id_fk" FOREIGN KEY ("role_id") REFERENCES "public"."roles"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_roles" ADD CONSTRAINT "user_roles_granted_by_users_id_fk" FOREIGN KEY ("granted_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "access_requests_one_open" ON "access_requests" USING btree ("token_id") WHERE "access_requests"."status" = 'pending';--> statement-breakpoint
CREATE INDEX "access_requests_token" ON "access_requests" USING btree ("token_id");--> statement-breakpoint
CREATE INDEX "access_requests_status" ON "access_requests" USING btree ("status","created_at");--> statement-breakpoint
CREATE INDEX "approval_codes_approver" ON "approval_codes" USING btree ("approver_id");--> statement-breakpoint
CREATE INDEX "approved_networks_token" ON "approved_networks" USING btree ("token_id","network");--> statement-breakpoint
CREATE INDEX "approved_networks_network" ON "approved_networks" USING btree ("network");--> statement-breakpoint
CREATE UNIQUE INDEX "security_tokens_reference" ON "security_tokens" USING btree ("reference");--> statement-breakpoint
CREATE UNIQUE INDEX "token_secrets_hash" ON "token_secrets" USING btree ("hash");--> statement-breakpoint
CREATE INDEX "token_secrets_token" ON "token_secrets" USING btree ("token_id");--> statement-breakpoint
CREATE INDEX "token_secrets_request" ON "token_secrets" USING btree ("request_id");--> statement-breakpoint
CREATE INDEX "audit_events_request" ON "audit_events" USING btree ("request_id");--> statement-breakpoint
CREATE INDEX "audit_events_token" ON "audit_events" USING btree ("token_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "customers_external_id" ON "customers" USING btree ("external_id");--> statement-breakpoint
CREATE UNIQUE INDEX "customers_member_number" ON "customers" USING btree ("member_number");--> statement-breakpoint
CREATE INDEX "customers_email" ON "customers" USING btree (lower("email"));--> statement-breakpoint
CREATE INDEX "customers_phone" ON "customers" USING btree ("phone");--> statement-breakpoint
CREATE INDEX "customers_last_name" ON "customers" USING btree (lower("last_name") text_pattern_ops);--> statement-breakpoint
CREATE INDEX "customers_first_name" ON "customers" USING btree (lower("first_name") text_pattern_ops);--> statement-breakpoint
CREATE UNIQUE INDEX "messages_idempotency_key" ON "messages" USING btree ("idempotency_key");--> statement-breakpoint
CREATE INDEX "messages_request" ON "messages" USING btree ("access_request_id");--> statement-breakpoint
CREATE INDEX "messages_created" ON "messages" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "notifications_user" ON "notifications" USING btree ("user_id","created_at");--> statement-breakpoint
CREATE INDEX "one_time_links_user" ON "one_time_links" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "roles_name" ON "roles" USING btree (lower("name"));--> statement-breakpoint
CREATE INDEX "sessions_user" ON "sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "user_roles_role" ON "user_roles" USING btree ("role_id");--> statement-breakpoint
CREATE UNIQUE INDEX "users_email" ON "users" USING btree ("email");