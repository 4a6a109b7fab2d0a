import { sql } from "drizzle-orm";
import {
  bigint,
  cidr,
  index,
  inet,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import { at, bytea, createdAt, xid8 } from "./columns";

export const actorKind = pgEnum("actor_kind", ["user", "token", "system", "anonymous"]);
export const auditOutcome = pgEnum("audit_outcome", ["allowed", "refused"]);

/** Append-only: who, what, which fields, which customers, from where, by which rule; never values, secrets or codes. */
export const auditEvents = pgTable(
  "audit_events",
  {
    id: bigint({ mode: "bigint" }).primaryKey().generatedAlwaysAsIdentity(),
    at: createdAt(),
    action: text().notNull(),
    outcome: auditOutcome().notNull(),
    /** The error code of a refusal, or the rule that allowed. */
    rule: text(),
    actorKind: actorKind().notNull(),
    /** A user's id, or a token's. No reference: records outlive everything and cost nothing to write. */
    actorId: uuid(),
    tokenId: uuid(),
    accessRequestId: uuid(),
    subjectId: uuid(),
    requestId: text().notNull(),
    clientIp: inet(),
    customerIds: text().array(),
    fields: text().array(),
    /** Facts of the action in closed shapes; ids, counts and names of things, no personal data of customers. */
    details: jsonb().$type<Record<string, unknown>>(),
  },
  (t) => [
    index("audit_events_request").on(t.requestId),
    index("audit_events_token").on(t.tokenId, t.id),
    index("audit_events_of_request").on(t.accessRequestId, t.id).where(sql`${t.accessRequestId} is not null`),
    index("audit_events_refusals").on(t.actorId, t.at).where(sql`${t.action} = 'procedure.refused'`),
  ],
);

/** Refusals of genuine tokens: recorded singly up to a ceiling a minute per token and block, then counted here. */
export const tokenRefusals = pgTable(
  "token_refusals",
  {
    tokenId: uuid().notNull(),
    /** /24 or /64. */
    block: cidr().notNull(),
    minute: at().notNull(),
    refusals: integer().notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.tokenId, t.block, t.minute] }),
    index("token_refusals_minute").on(t.tokenId, t.minute),
  ],
);

/** Calls with tokens that nobody knows, per block and minute, with a cap on rows. */
export const unknownTokenCalls = pgTable(
  "unknown_token_calls",
  {
    block: cidr().notNull(),
    minute: at().notNull(),
    calls: integer().notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.minute, t.block] })],
);

/** The chain over the records, in the order of sealing: each seal holds its records' digests and the hash of the one before. */
export const auditSeals = pgTable("audit_seals", {
  /** 1, 2, 3 … without a gap. */
  seq: bigint({ mode: "bigint" }).primaryKey(),
  sealedAt: at().notNull(),
  eventIds: bigint({ mode: "bigint" }).array().notNull(),
  /** 32 bytes of SHA-256 a record, in the order of eventIds. */
  digests: bytea().notNull(),
  /** The hash of the seal before; 32 zero bytes for the first. */
  previous: bytea().notNull(),
  hash: bytea().notNull(),
  /** All record numbers up to here are sealed, or stand in audit_gaps. */
  high: bigint({ mode: "bigint" }).notNull(),
  /** How many records this seal and those before it hold. */
  records: bigint({ mode: "bigint" }).notNull(),
});

/** Numbers that were not there when those above them were sealed: not committed yet, or never. */
export const auditGaps = pgTable("audit_gaps", {
  eventId: bigint({ mode: "bigint" }).primaryKey(),
  seenAt: createdAt(),
  /** Transactions from here on began after the gap was seen. */
  seenXmax: xid8().notNull(),
});

/** The newest seal's hash, signed (Ed25519): what stands under one held elsewhere cannot be altered unnoticed. */
export const auditCheckpoints = pgTable("audit_checkpoints", {
  seq: bigint({ mode: "bigint" })
    .primaryKey()
    .references(() => auditSeals.seq),
  hash: bytea().notNull(),
  /** Records sealed up to here. */
  records: bigint({ mode: "bigint" }).notNull(),
  signedAt: at().notNull(),
  keyId: text().notNull(),
  /** 32 bytes, Ed25519. */
  publicKey: bytea().notNull(),
  signature: bytea().notNull(),
});
