import { and, eq, type SQL } from "drizzle-orm";
import { afterAll } from "vitest";
import type { MessageKind } from "../../../contracts/message-kinds";
import { createDatabase, type Database } from "../../db/client";
import { messages, notifications } from "../../db/schema";
import type { ServiceContext } from "../../domain/context";
import { messageFacts } from "../../domain/message/message-facts";
import { renderMail } from "../../email/render-mail";
import { asSystem } from "../../jobs/jobs-context";
import type { TestDatabase } from "../database";
import { testKeys, testSettings } from "./people";

/** What runs later, over the restricted login of the job runner. */
export function jobsContext({ jobsUrl }: TestDatabase): ServiceContext {
  const db = createDatabase(jobsUrl);
  afterAll(() => db.$client.end({ timeout: 2 }));
  return asSystem({ db, keys: testKeys, settings: testSettings }, "sweep", "job_test");
}

/** Messages of a kind, oldest first. */
export async function messagesOf(owner: Database, kind: MessageKind, about?: SQL) {
  return owner
    .select()
    .from(messages)
    .where(and(eq(messages.kind, kind), about))
    .orderBy(messages.createdAt);
}

/** Mailboxes that a kind of message went to, in order. */
export async function toldBy(owner: Database, kind: MessageKind, about?: SQL): Promise<string[]> {
  return (await messagesOf(owner, kind, about)).map(({ mailbox }) => mailbox).sort();
}

/** People whose bell shows a kind, in order. */
export async function belled(
  owner: Database,
  kind: typeof notifications.$inferSelect.kind,
): Promise<string[]> {
  const rows = await owner.select().from(notifications).where(eq(notifications.kind, kind));
  return rows.map(({ userId }) => userId).sort();
}

/** The text of a mail, made as it would be sent. */
export async function textOf(
  context: ServiceContext,
  message: typeof messages.$inferSelect,
): Promise<string> {
  const facts = await messageFacts(context, message);
  if (!facts) throw new Error("The mail cannot be made.");
  return (await renderMail(facts)).text;
}
