import "server-only";
import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import type { Executor } from "../client";
import { oneTimeLinks, users } from "../schema";

export type LinkRow = typeof oneTimeLinks.$inferSelect;
export type NewLink = Pick<
  typeof oneTimeLinks.$inferInsert,
  "purpose" | "userId" | "mailbox" | "createdBy" | "nonce" | "keyId"
>;

const open = and(isNull(oneTimeLinks.usedAt), isNull(oneTimeLinks.voidedAt));
const unexpired = sql`${oneTimeLinks.expiresAt} > countersign_now()`;
/** The person is still there, and the mailbox that the link went to is still theirs, or is to be. */
const sameMailbox = sql`exists (select 1 from ${users} u where u.id = ${oneTimeLinks.userId} and u.status <> 'disabled'
  and case ${oneTimeLinks.purpose}::text
    when 'email_change_from' then u.email = ${oneTimeLinks.mailbox} and exists (select 1 from email_changes e
      where e.user_id = u.id and e.from_mailbox = u.email and e.cancelled_at is null and e.applied_at is null)
    when 'email_change_to' then exists (select 1 from email_changes e where e.user_id = u.id and e.from_mailbox = u.email
      and e.to_mailbox = ${oneTimeLinks.mailbox} and e.cancelled_at is null and e.applied_at is null)
    else u.email = ${oneTimeLinks.mailbox} end)`;

export async function insertLink(db: Executor, link: NewLink, livesSeconds: number): Promise<LinkRow> {
  const [row] = await db
    .insert(oneTimeLinks)
    .values({
      ...link,
      expiresAt: sql`date_trunc('milliseconds', countersign_now() + make_interval(secs => ${livesSeconds}::float8))`,
    })
    .returning();
  if (!row) throw new Error("The link was not stored.");
  return row;
}

/** Voids a person's open links, of these purposes or of all. */
export async function voidLinks(
  db: Executor,
  userId: string,
  purposes?: ReadonlyArray<LinkRow["purpose"]>,
): Promise<void> {
  await db
    .update(oneTimeLinks)
    .set({ voidedAt: sql`countersign_now()` })
    .where(
      and(eq(oneTimeLinks.userId, userId), purposes && inArray(oneTimeLinks.purpose, [...purposes]), open),
    );
}

/** A link for one of these purposes that could still be used, now, by whoever reads the mailbox it went to. */
export async function findOpenLink(
  db: Executor,
  id: string,
  purposes: ReadonlyArray<LinkRow["purpose"]>,
): Promise<LinkRow | null> {
  const [row] = await db
    .select()
    .from(oneTimeLinks)
    .where(
      and(
        eq(oneTimeLinks.id, id),
        inArray(oneTimeLinks.purpose, [...purposes]),
        open,
        unexpired,
        sameMailbox,
      ),
    );
  return row ?? null;
}

/** The one conditional update that uses a link up; false where it was not open any more. */
export async function markLinkUsed(db: Executor, id: string): Promise<boolean> {
  const rows = await db
    .update(oneTimeLinks)
    .set({ usedAt: sql`countersign_now()` })
    .where(and(eq(oneTimeLinks.id, id), open, unexpired, sameMailbox))
    .returning({ id: oneTimeLinks.id });
  return rows.length === 1;
}
