ALTER TYPE "public"."access_request_kind" ADD VALUE 'networks';--> statement-breakpoint
ALTER TYPE "public"."access_request_kind" ADD VALUE 'rotation';--> statement-breakpoint
ALTER TYPE "public"."access_request_kind" ADD VALUE 'renewal';--> statement-breakpoint
ALTER TYPE "public"."access_request_kind" ADD VALUE 'limits';--> statement-breakpoint
ALTER TYPE "public"."access_request_kind" ADD VALUE 'user_roles';--> statement-breakpoint
ALTER TYPE "public"."access_request_kind" ADD VALUE 'role_permissions';--> statement-breakpoint
ALTER TYPE "public"."access_request_kind" ADD VALUE 'user_email';--> statement-breakpoint
ALTER TYPE "public"."access_request_kind" ADD VALUE 'program_settings';--> statement-breakpoint
ALTER TYPE "public"."message_kind" ADD VALUE 'approval_reminder' BEFORE 'request_approved';--> statement-breakpoint
ALTER TYPE "public"."message_kind" ADD VALUE 'request_escalated' BEFORE 'invitation';--> statement-breakpoint
ALTER TYPE "public"."message_kind" ADD VALUE 'request_commented' BEFORE 'invitation';--> statement-breakpoint
ALTER TYPE "public"."message_kind" ADD VALUE 'email_change_from';--> statement-breakpoint
ALTER TYPE "public"."message_kind" ADD VALUE 'email_change_to';--> statement-breakpoint
ALTER TYPE "public"."message_kind" ADD VALUE 'email_changed';--> statement-breakpoint
ALTER TYPE "public"."message_kind" ADD VALUE 'roles_changed';--> statement-breakpoint
ALTER TYPE "public"."message_kind" ADD VALUE 'new_sign_in';--> statement-breakpoint
ALTER TYPE "public"."message_kind" ADD VALUE 'token_expiring';--> statement-breakpoint
ALTER TYPE "public"."message_kind" ADD VALUE 'token_expired';--> statement-breakpoint
ALTER TYPE "public"."message_kind" ADD VALUE 'token_rotated';--> statement-breakpoint
ALTER TYPE "public"."message_kind" ADD VALUE 'token_revoked';--> statement-breakpoint
ALTER TYPE "public"."message_kind" ADD VALUE 'network_expiring';--> statement-breakpoint
ALTER TYPE "public"."message_kind" ADD VALUE 'address_refused';--> statement-breakpoint
ALTER TYPE "public"."message_kind" ADD VALUE 'address_asked';--> statement-breakpoint
ALTER TYPE "public"."notification_kind" ADD VALUE 'approval_reminder' BEFORE 'request_approved';--> statement-breakpoint
ALTER TYPE "public"."notification_kind" ADD VALUE 'request_voided';--> statement-breakpoint
ALTER TYPE "public"."notification_kind" ADD VALUE 'request_escalated';--> statement-breakpoint
ALTER TYPE "public"."notification_kind" ADD VALUE 'request_commented';--> statement-breakpoint
ALTER TYPE "public"."notification_kind" ADD VALUE 'token_expiring';--> statement-breakpoint
ALTER TYPE "public"."notification_kind" ADD VALUE 'token_expired';--> statement-breakpoint
ALTER TYPE "public"."notification_kind" ADD VALUE 'token_rotated';--> statement-breakpoint
ALTER TYPE "public"."notification_kind" ADD VALUE 'token_revoked';--> statement-breakpoint
ALTER TYPE "public"."notification_kind" ADD VALUE 'network_expiring';--> statement-breakpoint
ALTER TYPE "public"."notification_kind" ADD VALUE 'address_refused';--> statement-breakpoint
ALTER TYPE "public"."notification_kind" ADD VALUE 'address_asked';--> statement-breakpoint
ALTER TYPE "public"."notification_kind" ADD VALUE 'address_approved';--> statement-breakpoint
ALTER TYPE "public"."notification_kind" ADD VALUE 'new_sign_in';--> statement-breakpoint
ALTER TYPE "public"."notification_kind" ADD VALUE 'email_changed';--> statement-breakpoint
ALTER TYPE "public"."notification_kind" ADD VALUE 'roles_changed';--> statement-breakpoint
ALTER TYPE "public"."notification_kind" ADD VALUE 'settings_changed';--> statement-breakpoint
ALTER TYPE "public"."link_purpose" ADD VALUE 'email_change_from';--> statement-breakpoint
ALTER TYPE "public"."link_purpose" ADD VALUE 'email_change_to';--> statement-breakpoint
CREATE TABLE "access_request_comments" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"request_id" uuid NOT NULL,
	"author_id" uuid NOT NULL,
	"text" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT countersign_now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "address_asks" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"asked_by" uuid NOT NULL,
	"address" "inet" NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"created_at" timestamp with time zone DEFAULT countersign_now() NOT NULL,
	"answered_by" uuid,
	"answered_at" timestamp with time zone,
	"access_request_id" uuid
);
--> statement-breakpoint
CREATE TABLE "expiry_notices" (
	"subject_id" uuid NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"days" integer NOT NULL,
	CONSTRAINT "expiry_notices_subject_id_expires_at_days_pk" PRIMARY KEY("subject_id","expires_at","days")
);
--> statement-breakpoint
CREATE TABLE "network_usage" (
	"network_id" uuid PRIMARY KEY NOT NULL,
	"uses" bigint DEFAULT 0 NOT NULL,
	"last_used_at" timestamp with time zone NOT NULL,
	"last_used_from" "inet"
);
--> statement-breakpoint
CREATE TABLE "refusal_alerts" (
	"token_id" uuid NOT NULL,
	"block" "cidr" NOT NULL,
	"hour" timestamp with time zone NOT NULL,
	"address" "inet",
	"first_at" timestamp with time zone DEFAULT countersign_now() NOT NULL,
	"mailed_at" timestamp with time zone,
	CONSTRAINT "refusal_alerts_token_id_block_hour_pk" PRIMARY KEY("token_id","block","hour")
);
--> statement-breakpoint
CREATE TABLE "message_preferences" (
	"user_id" uuid NOT NULL,
	"kind" "message_kind" NOT NULL,
	CONSTRAINT "message_preferences_user_id_kind_pk" PRIMARY KEY("user_id","kind")
);
--> statement-breakpoint
CREATE TABLE "email_changes" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"user_id" uuid NOT NULL,
	"from_mailbox" text NOT NULL,
	"to_mailbox" text NOT NULL,
	"asked_by" uuid NOT NULL,
	"reason" text DEFAULT '' NOT NULL,
	"created_at" timestamp with time zone DEFAULT countersign_now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"from_confirmed_at" timestamp with time zone,
	"to_confirmed_at" timestamp with time zone,
	"cancelled_at" timestamp with time zone,
	"applied_at" timestamp with time zone,
	CONSTRAINT "email_changes_lower" CHECK ("email_changes"."to_mailbox" = lower("email_changes"."to_mailbox"))
);
--> statement-breakpoint
ALTER TABLE "messages" DROP CONSTRAINT "messages_subject";--> statement-breakpoint
ALTER TABLE "access_requests" ALTER COLUMN "token_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "access_requests" ALTER COLUMN "token_version" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "access_requests" ALTER COLUMN "scopes" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "access_requests" ALTER COLUMN "rate_per_minute" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "access_requests" ALTER COLUMN "daily_limit" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "access_requests" ALTER COLUMN "token_expires_at" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "access_requests" ADD COLUMN "change" jsonb;--> statement-breakpoint
ALTER TABLE "access_requests" ADD COLUMN "subject_id" uuid;--> statement-breakpoint
ALTER TABLE "access_requests" ADD COLUMN "copied_from" uuid;--> statement-breakpoint
ALTER TABLE "access_requests" ADD COLUMN "reminders" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "access_requests" ADD COLUMN "next_reminder_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "access_requests" ADD COLUMN "escalated_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "security_tokens" ADD COLUMN "name" text;--> statement-breakpoint
ALTER TABLE "security_tokens" ADD COLUMN "notes" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "token_usage" ADD COLUMN "uses" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "token_usage" ADD COLUMN "last_used_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "token_usage" ADD COLUMN "last_used_from" "inet";--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "token_id" uuid;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "details" jsonb;--> statement-breakpoint
ALTER TABLE "notifications" ADD COLUMN "token_id" uuid;--> statement-breakpoint
ALTER TABLE "notifications" ADD COLUMN "details" jsonb;--> statement-breakpoint
ALTER TABLE "access_request_comments" ADD CONSTRAINT "access_request_comments_request_id_access_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."access_requests"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "access_request_comments" ADD CONSTRAINT "access_request_comments_author_id_users_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "address_asks" ADD CONSTRAINT "address_asks_asked_by_users_id_fk" FOREIGN KEY ("asked_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "address_asks" ADD CONSTRAINT "address_asks_answered_by_users_id_fk" FOREIGN KEY ("answered_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "address_asks" ADD CONSTRAINT "address_asks_access_request_id_access_requests_id_fk" FOREIGN KEY ("access_request_id") REFERENCES "public"."access_requests"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "network_usage" ADD CONSTRAINT "network_usage_network_id_approved_networks_id_fk" FOREIGN KEY ("network_id") REFERENCES "public"."approved_networks"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refusal_alerts" ADD CONSTRAINT "refusal_alerts_token_id_security_tokens_id_fk" FOREIGN KEY ("token_id") REFERENCES "public"."security_tokens"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_preferences" ADD CONSTRAINT "message_preferences_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "email_changes" ADD CONSTRAINT "email_changes_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "email_changes" ADD CONSTRAINT "email_changes_asked_by_users_id_fk" FOREIGN KEY ("asked_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "access_request_comments_request" ON "access_request_comments" USING btree ("request_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "address_asks_one_open" ON "address_asks" USING btree ("asked_by","address") WHERE "address_asks"."answered_at" is null;--> statement-breakpoint
CREATE INDEX "address_asks_open" ON "address_asks" USING btree ("created_at") WHERE "address_asks"."answered_at" is null;--> statement-breakpoint
CREATE INDEX "refusal_alerts_unmailed" ON "refusal_alerts" USING btree ("first_at") WHERE "refusal_alerts"."mailed_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "email_changes_one_open" ON "email_changes" USING btree ("user_id") WHERE "email_changes"."cancelled_at" is null and "email_changes"."applied_at" is null;--> statement-breakpoint
ALTER TABLE "access_requests" ADD CONSTRAINT "access_requests_copied_from_access_requests_id_fk" FOREIGN KEY ("copied_from") REFERENCES "public"."access_requests"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_token_id_security_tokens_id_fk" FOREIGN KEY ("token_id") REFERENCES "public"."security_tokens"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_token_id_security_tokens_id_fk" FOREIGN KEY ("token_id") REFERENCES "public"."security_tokens"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "access_requests_one_open_change" ON "access_requests" USING btree ("kind",coalesce("subject_id", '00000000-0000-0000-0000-000000000000')) WHERE "access_requests"."status" = 'pending' and "access_requests"."token_id" is null;--> statement-breakpoint
CREATE INDEX "customers_updated" ON "customers" USING btree ("updated_at","id");--> statement-breakpoint
ALTER TABLE "access_requests" ADD CONSTRAINT "access_requests_what" CHECK (case when "access_requests"."kind"::text in ('new_token', 'networks', 'rotation', 'renewal', 'limits')
        then num_nonnulls("access_requests"."token_id", "access_requests"."token_version", "access_requests"."scopes", "access_requests"."rate_per_minute", "access_requests"."daily_limit", "access_requests"."token_expires_at") = 6
          and num_nonnulls("access_requests"."change", "access_requests"."subject_id") = 0
        else num_nonnulls("access_requests"."token_id", "access_requests"."token_version", "access_requests"."scopes", "access_requests"."rate_per_minute", "access_requests"."daily_limit", "access_requests"."token_expires_at") = 0
          and "access_requests"."change" is not null end);--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_subject" CHECK (num_nonnulls("messages"."access_request_id", "messages"."link_id") <= 1
        and num_nonnulls("messages"."access_request_id", "messages"."link_id", "messages"."token_id", "messages"."details") >= 1);