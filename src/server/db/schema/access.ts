import { sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  bigint,
  check,
  cidr,
  date,
  doublePrecision,
  foreignKey,
  index,
  inet,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { type RequestedChange, requestKinds } from "../../../contracts/request-kinds";
import type { Scope } from "../../../contracts/scopes";
import { at, bytea, createdAt, id } from "./columns";
import { users } from "./people";

/** A credential for one purpose. Inert until a request for it is approved; then these columns hold what was signed. */
export const securityTokens = pgTable(
  "security_tokens",
  {
    id: id(),
    reference: text().notNull(),
    purpose: text().notNull(),
    /** What people call it; null: its purpose. Not signed, so it decides nothing and shows beside what was. */
    name: text(),
    notes: text().notNull().default(""),
    createdBy: uuid()
      .notNull()
      .references(() => users.id),
    createdAt: createdAt(),
    /** Grows with every approved change; a request is for one version. */
    version: integer().notNull().default(1),
    scopes: text().array().$type<Scope[]>().notNull(),
    ratePerMinute: integer().notNull(),
    dailyLimit: integer().notNull(),
    /** Distinct customers a UTC day above which the token is suspended; null: none was signed. */
    distinctCeiling: integer(),
    expiresAt: at().notNull(),
    approvedAt: at(),
    revokedAt: at(),
    revokedBy: uuid().references(() => users.id),
    /** Never approved and given up: the draft was discarded. */
    discardedAt: at(),
    /** It read more distinct customers than its ceiling: reads nothing until an approved request lifts it. */
    suspendedAt: at(),
    /** The UTC day on which it did, and how many they were. */
    suspendedDay: date({ mode: "string" }),
    suspendedDistinct: integer(),
    /** The last lift: distinct customers are counted anew from here. */
    liftedAt: at(),
  },
  (t) => [
    uniqueIndex("security_tokens_reference").on(t.reference),
    check("security_tokens_limits", sql`${t.ratePerMinute} > 0 and ${t.dailyLimit} > 0`),
    check("security_tokens_not_both", sql`${t.discardedAt} is null or ${t.approvedAt} is null`),
    check("security_tokens_ceiling", sql`${t.distinctCeiling} > 0`),
    check(
      "security_tokens_suspended",
      sql`num_nonnulls(${t.suspendedAt}, ${t.suspendedDay}, ${t.suspendedDistinct}) in (0, 3)`,
    ),
  ],
);

/** Counters alone, one narrow row a token: the row that limits lock. */
export const tokenUsage = pgTable("token_usage", {
  tokenId: uuid()
    .primaryKey()
    .references(() => securityTokens.id),
  /** Requests left in the token bucket at refilledAt; its capacity is the minute's limit. */
  rateLeft: doublePrecision().notNull(),
  refilledAt: at().notNull(),
  /** The UTC day that customersRead counts. */
  day: date({ mode: "string" }).notNull(),
  customersRead: integer().notNull().default(0),
  /** Allowed requests since the token began. */
  uses: bigint({ mode: "number" }).notNull().default(0),
  lastUsedAt: at(),
  lastUsedFrom: inet(),
});

export const requestKind = pgEnum("access_request_kind", requestKinds);
export const requestStatus = pgEnum("access_request_status", [
  "pending",
  "approved",
  "rejected",
  "withdrawn",
  "expired",
  "voided",
]);

/** One submission. What is signed is the whole set, by its digest; nothing in it is ever edited. */
export const accessRequests = pgTable(
  "access_requests",
  {
    id: id(),
    kind: requestKind().notNull(),
    /** The token and what is asked for it; all null where the request is for another change. */
    tokenId: uuid().references(() => securityTokens.id),
    tokenVersion: integer(),
    requestedBy: uuid()
      .notNull()
      .references(() => users.id),
    requestedFrom: inet(),
    /** What it is for, in a line: the token's purpose, or the change in words. */
    purpose: text().notNull(),
    scopes: text().array().$type<Scope[]>(),
    ratePerMinute: integer(),
    dailyLimit: integer(),
    /** Null: no ceiling is asked for. */
    distinctCeiling: integer(),
    tokenExpiresAt: at(),
    /** The change that is asked for where no token is: to a person's roles or e-mail, a role, the program's settings. */
    change: jsonb().$type<RequestedChange>(),
    /** What the change is made to: a person, or a role; null for the program. */
    subjectId: uuid(),
    overlapSeconds: integer().notNull().default(0),
    reason: text().notNull(),
    digest: bytea().notNull(),
    status: requestStatus().notNull().default("pending"),
    createdAt: createdAt(),
    expiresAt: at().notNull(),
    decidedBy: uuid().references(() => users.id),
    decidedAt: at(),
    decidedFrom: inet(),
    decisionNote: text(),
    /** The closed request that this one was copied from. */
    copiedFrom: uuid().references((): AnyPgColumn => accessRequests.id),
    reminders: integer().notNull().default(0),
    nextReminderAt: at(),
    escalatedAt: at(),
  },
  (t) => [
    uniqueIndex("access_requests_one_open").on(t.tokenId).where(sql`${t.status} = 'pending'`),
    // One open change a person, role or program.
    uniqueIndex("access_requests_one_open_change")
      .on(t.kind, sql`coalesce(${t.subjectId}, '00000000-0000-0000-0000-000000000000')`)
      .where(sql`${t.status} = 'pending' and ${t.tokenId} is null`),
    index("access_requests_token").on(t.tokenId),
    index("access_requests_status").on(t.status, t.createdAt),
    index("access_requests_requester").on(t.requestedBy, t.createdAt),
    check(
      "access_requests_four_eyes",
      sql`${t.status} not in ('approved', 'rejected') or (${t.decidedBy} is not null and ${t.decidedBy} <> ${t.requestedBy})`,
    ),
    check(
      "access_requests_what",
      sql`case when ${t.kind}::text in ('new_token', 'networks', 'rotation', 'renewal', 'limits', 'lift_suspension')
        then num_nonnulls(${t.tokenId}, ${t.tokenVersion}, ${t.scopes}, ${t.ratePerMinute}, ${t.dailyLimit}, ${t.tokenExpiresAt}) = 6
          and num_nonnulls(${t.change}, ${t.subjectId}) = 0
        else num_nonnulls(${t.tokenId}, ${t.tokenVersion}, ${t.scopes}, ${t.ratePerMinute}, ${t.dailyLimit}, ${t.tokenExpiresAt}, ${t.distinctCeiling}) = 0
          and ${t.change} is not null end`,
    ),
    check("access_requests_decided", sql`(${t.status} = 'pending') = (${t.decidedAt} is null)`),
  ],
);

/** The networks of a request, in the order that was signed. */
export const accessRequestNetworks = pgTable(
  "access_request_networks",
  {
    requestId: uuid()
      .notNull()
      .references(() => accessRequests.id),
    position: integer().notNull(),
    network: cidr().notNull(),
    label: text().notNull().default(""),
    /** Null: as long as its token. */
    expiresAt: at(),
  },
  (t) => [
    primaryKey({ columns: [t.requestId, t.position] }),
    unique("access_request_networks_once").on(t.requestId, t.network),
  ],
);

/** What the two sides say to each other about a request; append-only. */
export const accessRequestComments = pgTable(
  "access_request_comments",
  {
    id: id(),
    requestId: uuid()
      .notNull()
      .references(() => accessRequests.id),
    authorId: uuid()
      .notNull()
      .references(() => users.id),
    text: text().notNull(),
    createdAt: createdAt(),
  },
  (t) => [index("access_request_comments_request").on(t.requestId, t.createdAt)],
);

/** A member of staff at an unapproved address asks a Security Manager to have it approved: the draft of a request. */
export const addressAsks = pgTable(
  "address_asks",
  {
    id: id(),
    askedBy: uuid()
      .notNull()
      .references(() => users.id),
    address: inet().notNull(),
    note: text().notNull().default(""),
    createdAt: createdAt(),
    /** Taken up by a request, or dismissed. */
    answeredBy: uuid().references(() => users.id),
    answeredAt: at(),
    accessRequestId: uuid().references(() => accessRequests.id),
  },
  (t) => [
    uniqueIndex("address_asks_one_open").on(t.askedBy, t.address).where(sql`${t.answeredAt} is null`),
    index("address_asks_open").on(t.createdAt).where(sql`${t.answeredAt} is null`),
  ],
);

/** Who was asked to decide, and what their approval code is derived from; the code itself is nowhere. */
export const approvalCodes = pgTable(
  "approval_codes",
  {
    requestId: uuid()
      .notNull()
      .references(() => accessRequests.id),
    approverId: uuid()
      .notNull()
      .references(() => users.id),
    mailbox: text().notNull(),
    nonce: bytea().notNull(),
    keyId: text().notNull(),
    wrongAttempts: integer().notNull().default(0),
    /** How often the same code was mailed; part of each mail's idempotency key. */
    sends: integer().notNull().default(1),
    /** Grows with each new nonce. */
    issue: integer().notNull().default(1),
    issuedAt: createdAt(),
    usedAt: at(),
    voidedAt: at(),
  },
  (t) => [
    primaryKey({ columns: [t.requestId, t.approverId] }),
    index("approval_codes_approver").on(t.approverId),
  ],
);

/** A secret's hash, many a token. The secret is minted at display and never stored. */
export const tokenSecrets = pgTable(
  "token_secrets",
  {
    id: id(),
    tokenId: uuid()
      .notNull()
      .references(() => securityTokens.id),
    /** The approved request that grants it. */
    requestId: uuid()
      .notNull()
      .references(() => accessRequests.id),
    /** SHA-256 of the whole secret. */
    hash: bytea().notNull(),
    lastFour: text().notNull(),
    displayedBy: uuid()
      .notNull()
      .references(() => users.id),
    displayedAt: createdAt(),
    savedAt: at(),
    firstUsedAt: at(),
    endsAt: at(),
  },
  (t) => [
    uniqueIndex("token_secrets_hash").on(t.hash),
    index("token_secrets_token").on(t.tokenId),
    index("token_secrets_request").on(t.requestId),
  ],
);

/** A network from which one token works; any live one opens the staff screens to whoever has the permission. */
export const approvedNetworks = pgTable(
  "approved_networks",
  {
    id: id(),
    tokenId: uuid()
      .notNull()
      .references(() => securityTokens.id),
    requestId: uuid()
      .notNull()
      .references(() => accessRequests.id),
    network: cidr().notNull(),
    label: text().notNull().default(""),
    approvedBy: uuid()
      .notNull()
      .references(() => users.id),
    approvedAt: createdAt(),
    /** Null: as long as its token. */
    expiresAt: at(),
    revokedAt: at(),
    revokedBy: uuid().references(() => users.id),
  },
  (t) => [
    index("approved_networks_token").on(t.tokenId, t.network),
    index("approved_networks_network").on(t.network),
    foreignKey({
      columns: [t.requestId, t.network],
      foreignColumns: [accessRequestNetworks.requestId, accessRequestNetworks.network],
    }),
  ],
);

/** How a network is used, a narrow row each; written under the token's limit row, so that nothing else waits for it. */
export const networkUsage = pgTable("network_usage", {
  networkId: uuid()
    .primaryKey()
    .references(() => approvedNetworks.id),
  uses: bigint({ mode: "number" }).notNull().default(0),
  lastUsedAt: at().notNull(),
  lastUsedFrom: inet(),
});

/** What was said of an end that comes, once each: of a token or a network, so many days before; 0: that it has come. */
export const expiryNotices = pgTable(
  "expiry_notices",
  {
    subjectId: uuid().notNull(),
    expiresAt: at().notNull(),
    days: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.subjectId, t.expiresAt, t.days] })],
);

/** Genuine tokens at addresses that were not approved, once a token, block and hour: at most one mail each (rule 12). */
export const refusalAlerts = pgTable(
  "refusal_alerts",
  {
    tokenId: uuid()
      .notNull()
      .references(() => securityTokens.id),
    /** /24 or /64; ::/128 without an address. */
    block: cidr().notNull(),
    hour: at().notNull(),
    address: inet(),
    firstAt: createdAt(),
    mailedAt: at(),
  },
  (t) => [
    primaryKey({ columns: [t.tokenId, t.block, t.hour] }),
    index("refusal_alerts_unmailed").on(t.firstAt).where(sql`${t.mailedAt} is null`),
  ],
);

/** What the watch over reading knows of a token; the guarded read neither reads nor writes it. */
export const tokenWatch = pgTable("token_watch", {
  tokenId: uuid()
    .primaryKey()
    .references(() => securityTokens.id),
  /** Of this UTC day: distinct customers, counted when so many had been returned. */
  day: date({ mode: "string" }).notNull(),
  countedAt: integer().notNull().default(0),
  distinctCustomers: integer().notNull().default(0),
  /** The last look at how fast it reads: when, and how many had been returned that day. */
  sampledAt: at().notNull(),
  sampledDay: date({ mode: "string" }).notNull(),
  sampledCustomers: integer().notNull().default(0),
  /** Customers a minute in minutes with reads, a running mean over so many of them. */
  usualPerMinute: doublePrecision().notNull().default(0),
  samples: integer().notNull().default(0),
});

/** What was said of a reader, once a kind and UTC day. */
export const readingAlerts = pgTable(
  "reading_alerts",
  {
    /** A token, or a person. */
    subjectId: uuid().notNull(),
    kind: text().$type<"burst" | "many">().notNull(),
    day: date({ mode: "string" }).notNull(),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.subjectId, t.kind, t.day] })],
);

/** Where a UTC day's records begin: none with a number up to here is of that day. */
export const readingDays = pgTable("reading_days", {
  day: date({ mode: "string" }).primaryKey(),
  above: bigint({ mode: "bigint" }).notNull(),
});
