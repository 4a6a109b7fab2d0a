import { sql } from "drizzle-orm";
import {
  check,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { type MessageDetails, messageKinds, notificationKinds } from "../../../contracts/message-kinds";
import { accessRequests, securityTokens } from "./access";
import { at, createdAt, id } from "./columns";
import { oneTimeLinks, users } from "./people";

export const messageKind = pgEnum("message_kind", messageKinds);
export const messageStatus = pgEnum("message_status", ["queued", "sent", "failed"]);

/** The outbox: written in the transaction it tells of, rendered when it leaves. Holds ids, no text, no code. */
export const messages = pgTable(
  "messages",
  {
    id: id(),
    kind: messageKind().notNull(),
    recipientId: uuid()
      .notNull()
      .references(() => users.id),
    mailbox: text().notNull(),
    accessRequestId: uuid().references(() => accessRequests.id),
    linkId: uuid().references(() => oneTimeLinks.id),
    tokenId: uuid().references(() => securityTokens.id),
    /** Further facts in closed shapes: ids, addresses of networks, names of roles; nothing of a customer. */
    details: jsonb().$type<MessageDetails>(),
    /** Sent to the provider as Idempotency-Key, which keeps it for 24 h. */
    idempotencyKey: text().notNull(),
    status: messageStatus().notNull().default("queued"),
    attempts: integer().notNull().default(0),
    createdAt: createdAt(),
    sentAt: at(),
    failedAt: at(),
    providerId: text(),
    /** The provider's own word for the last failure; never content. */
    lastError: text(),
  },
  (t) => [
    uniqueIndex("messages_idempotency_key").on(t.idempotencyKey),
    index("messages_request").on(t.accessRequestId),
    index("messages_created").on(t.createdAt),
    check(
      "messages_subject",
      sql`num_nonnulls(${t.accessRequestId}, ${t.linkId}) <= 1
        and num_nonnulls(${t.accessRequestId}, ${t.linkId}, ${t.tokenId}, ${t.details}) >= 1`,
    ),
  ],
);

export const notificationKind = pgEnum("notification_kind", notificationKinds);

/** What the bell shows; never a value, secret or code. */
export const notifications = pgTable(
  "notifications",
  {
    id: id(),
    userId: uuid()
      .notNull()
      .references(() => users.id),
    kind: notificationKind().notNull(),
    accessRequestId: uuid().references(() => accessRequests.id),
    tokenId: uuid().references(() => securityTokens.id),
    /** Further facts in closed shapes, as a message's. */
    details: jsonb().$type<MessageDetails>(),
    createdAt: createdAt(),
    readAt: at(),
  },
  (t) => [index("notifications_user").on(t.userId, t.createdAt)],
);

/** The optional kinds of e-mail that a person turned off; a row is a no. */
export const messagePreferences = pgTable(
  "message_preferences",
  {
    userId: uuid()
      .notNull()
      .references(() => users.id),
    kind: messageKind().notNull(),
  },
  (t) => [primaryKey({ columns: [t.userId, t.kind] })],
);
