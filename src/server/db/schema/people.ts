import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  index,
  inet,
  integer,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import type { Permission } from "../../../contracts/permissions";
import { at, bytea, createdAt, id, xid8 } from "./columns";

export const userStatus = pgEnum("user_status", ["invited", "active", "disabled"]);

export const users = pgTable(
  "users",
  {
    id: id(),
    /** Lower case; also the mailbox that codes and links go to. */
    email: text().notNull(),
    name: text().notNull(),
    status: userStatus().notNull().default("invited"),
    /** Argon2id in PHC form; null until the invitation is accepted. */
    passwordHash: text(),
    passwordChangedAt: at(),
    disabledAt: at(),
    createdAt: createdAt(),
    /** The transaction that made them; the database writes it, and sees by it whether anybody was here before. */
    madeIn: xid8().notNull().default(sql`pg_current_xact_id()`),
  },
  (t) => [
    uniqueIndex("users_email").on(t.email),
    check("users_email_lower", sql`${t.email} = lower(${t.email})`),
  ],
);

export const roles = pgTable(
  "roles",
  {
    id: id(),
    name: text().notNull(),
    description: text().notNull().default(""),
    builtIn: boolean().notNull().default(false),
    createdAt: createdAt(),
  },
  (t) => [uniqueIndex("roles_name").on(sql`lower(${t.name})`)],
);

export const rolePermissions = pgTable(
  "role_permissions",
  {
    roleId: uuid()
      .notNull()
      .references(() => roles.id, { onDelete: "cascade" }),
    permission: text().$type<Permission>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.roleId, t.permission] })],
);

export const userRoles = pgTable(
  "user_roles",
  {
    userId: uuid()
      .notNull()
      .references(() => users.id),
    roleId: uuid()
      .notNull()
      .references(() => roles.id),
    grantedBy: uuid().references(() => users.id),
    grantedAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.userId, t.roleId] }), index("user_roles_role").on(t.roleId)],
);

/** The session cookie carries the id and the cookie's number; this row decides, on every request. */
export const sessions = pgTable(
  "sessions",
  {
    id: id(),
    userId: uuid()
      .notNull()
      .references(() => users.id),
    createdAt: createdAt(),
    lastSeenAt: createdAt(),
    expiresAt: at().notNull(),
    /** When the person last proved themselves in this session, by their second factor or, without one, the password; deciding and displaying need it within 5 minutes. */
    provedAt: at().notNull(),
    /** The second factor that this session was proved with, and when first; null: none yet. */
    factor: text().$type<"passkey" | "totp" | "recovery_code">(),
    factorAt: at(),
    /** Each proof makes a new cookie, and the last one opens nothing from then on. */
    cookieNumber: integer().notNull().default(0),
    endedAt: at(),
    endedReason: text(),
    ip: inet(),
    userAgent: text(),
  },
  (t) => [index("sessions_user").on(t.userId)],
);

export const linkPurpose = pgEnum("link_purpose", [
  "invitation",
  "password_reset",
  "email_change_from",
  "email_change_to",
]);

/** Single-use links in e-mail. The secret part is derived from these columns and the key ring; it is not here. */
export const oneTimeLinks = pgTable(
  "one_time_links",
  {
    id: id(),
    purpose: linkPurpose().notNull(),
    userId: uuid()
      .notNull()
      .references(() => users.id),
    mailbox: text().notNull(),
    nonce: bytea().notNull(),
    keyId: text().notNull(),
    expiresAt: at().notNull(),
    usedAt: at(),
    voidedAt: at(),
    createdBy: uuid().references(() => users.id),
    createdAt: createdAt(),
  },
  (t) => [index("one_time_links_user").on(t.userId)],
);

/** Growing delays for sign-in and code attempts, per account and per address block; never a lock. */
export const attemptDelays = pgTable("attempt_delays", {
  key: text().primaryKey(),
  failures: integer().notNull(),
  lastFailureAt: at().notNull(),
  nextAttemptAt: at().notNull(),
});

/** A change of a person's e-mail: confirmed from both mailboxes, or from the new one where somebody else asked. */
export const emailChanges = pgTable(
  "email_changes",
  {
    id: id(),
    userId: uuid()
      .notNull()
      .references(() => users.id),
    fromMailbox: text().notNull(),
    toMailbox: text().notNull(),
    askedBy: uuid()
      .notNull()
      .references(() => users.id),
    /** The address of the ask; whoever opens a mailbox's link later comes from another. */
    askedFrom: inet(),
    reason: text().notNull().default(""),
    createdAt: createdAt(),
    expiresAt: at().notNull(),
    fromConfirmedAt: at(),
    toConfirmedAt: at(),
    cancelledAt: at(),
    appliedAt: at(),
  },
  (t) => [
    uniqueIndex("email_changes_one_open")
      .on(t.userId)
      .where(sql`${t.cancelledAt} is null and ${t.appliedAt} is null`),
    check("email_changes_lower", sql`${t.toMailbox} = lower(${t.toMailbox})`),
  ],
);

export const factorKind = pgEnum("factor_kind", ["passkey", "totp"]);

/** A person's second factors: passkeys (WebAuthn) and authenticator apps (RFC 6238). */
export const secondFactors = pgTable(
  "second_factors",
  {
    id: id(),
    userId: uuid()
      .notNull()
      .references(() => users.id),
    kind: factorKind().notNull(),
    name: text().notNull(),
    createdAt: createdAt(),
    /** An app counts from its first right code on, a passkey at once. */
    confirmedAt: at(),
    lastUsedAt: at(),
    removedAt: at(),
    credentialId: text(),
    publicKey: bytea(),
    /** The authenticator's own count of its uses; never smaller than the last. */
    counter: bigint({ mode: "number" }),
    transports: text().array(),
    /** The app's secret, AES-256-GCM under a key of the ring; it must be read to verify, unlike a password. */
    sealedSecret: bytea(),
    keyId: text(),
    /** The newest time step whose code was taken: each is taken once (RFC 6238, 5.2). */
    lastStep: bigint({ mode: "number" }),
  },
  (t) => [
    uniqueIndex("second_factors_credential").on(t.credentialId),
    index("second_factors_user").on(t.userId),
    check(
      "second_factors_parts",
      sql`case ${t.kind} when 'passkey' then num_nonnulls(${t.credentialId}, ${t.publicKey}, ${t.counter}) = 3
        else num_nonnulls(${t.sealedSecret}, ${t.keyId}) = 2 end`,
    ),
  ],
);

/** For who lost every factor: ten a person, each good once. */
export const recoveryCodes = pgTable(
  "recovery_codes",
  {
    id: id(),
    userId: uuid()
      .notNull()
      .references(() => users.id),
    /** SHA-256 of the code, which has 120 random bits. */
    hash: bytea().notNull(),
    createdAt: createdAt(),
    usedAt: at(),
    /** Replaced by newer ones. */
    voidedAt: at(),
  },
  (t) => [index("recovery_codes_user").on(t.userId)],
);

/** What an authenticator must sign: one open challenge a session and purpose. */
export const webauthnChallenges = pgTable(
  "webauthn_challenges",
  {
    sessionId: uuid()
      .notNull()
      .references(() => sessions.id),
    purpose: text().$type<"register" | "prove">().notNull(),
    /** base64url. */
    challenge: text().notNull(),
    expiresAt: at().notNull(),
  },
  (t) => [primaryKey({ columns: [t.sessionId, t.purpose] })],
);
