CREATE TABLE "audit_checkpoints" (
	"seq" bigint PRIMARY KEY NOT NULL,
	"hash" "bytea" NOT NULL,
	"records" bigint NOT NULL,
	"signed_at" timestamp with time zone NOT NULL,
	"key_id" text NOT NULL,
	"public_key" "bytea" NOT NULL,
	"signature" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_gaps" (
	"event_id" bigint PRIMARY KEY NOT NULL,
	"seen_at" timestamp with time zone DEFAULT countersign_now() NOT NULL,
	"seen_xmax" "xid8" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_seals" (
	"seq" bigint PRIMARY KEY NOT NULL,
	"sealed_at" timestamp with time zone NOT NULL,
	"event_ids" bigint[] NOT NULL,
	"digests" "bytea" NOT NULL,
	"previous" "bytea" NOT NULL,
	"hash" "bytea" NOT NULL,
	"high" bigint NOT NULL,
	"records" bigint NOT NULL
);
--> statement-breakpoint
ALTER TABLE "audit_checkpoints" ADD CONSTRAINT "audit_checkpoints_seq_audit_seals_seq_fk" FOREIGN KEY ("seq") REFERENCES "public"."audit_seals"("seq") ON DELETE no action ON UPDATE no action;