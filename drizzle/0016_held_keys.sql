CREATE TABLE "held_keys" (
	"id" text PRIMARY KEY NOT NULL,
	"mark" "bytea" NOT NULL,
	"created_at" timestamp with time zone DEFAULT countersign_now() NOT NULL,
	"finished_at" timestamp with time zone,
	"replaced_at" timestamp with time zone,
	"destroyed_at" timestamp with time zone
);
