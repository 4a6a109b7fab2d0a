import { and, desc, eq } from "drizzle-orm";
import type { Database } from "../../db/client";
import { auditEvents, oneTimeLinks, users } from "../../db/schema";
import type { HalfActor, ServiceContext, UserActor } from "../../domain/context";
import { type LinkPurpose, linkSecret } from "../../domain/link/one-time-link";
import { hashPassword } from "../../domain/user/password-hash";
import { testKeys, testSettings } from "./people";

export const goodPassword = "tangled walrus evening";
export const otherPassword = "seven copper lanterns drift";

let requests = 0;

/** What a session that was read lets its person do; nothing while a second factor is due. */
export const permissionsIn = (actor: UserActor | HalfActor | null) =>
  actor?.kind === "user" ? [...actor.permissions] : [];

/** What a verb gets when nobody is signed in. */
export function anonymousContext(db: Database, clientIp: string | null = "203.0.113.7"): ServiceContext {
  requests += 1;
  const requestId = `req_anonymous${requests}`;
  return { actor: { kind: "anonymous" }, clientIp, requestId, db, keys: testKeys, settings: testSettings };
}

export async function givePassword(
  owner: Database,
  person: { id: string },
  password = goodPassword,
): Promise<void> {
  await owner
    .update(users)
    .set({ passwordHash: await hashPassword(password) })
    .where(eq(users.id, person.id));
}

/** What stands after `#` in the newest link of this kind in the person's mail. */
export async function linkTokenOf(owner: Database, userId: string, purpose: LinkPurpose): Promise<string> {
  const [link] = await owner
    .select()
    .from(oneTimeLinks)
    .where(and(eq(oneTimeLinks.userId, userId), eq(oneTimeLinks.purpose, purpose)))
    .orderBy(desc(oneTimeLinks.createdAt))
    .limit(1);
  if (!link) throw new Error("There is no such link.");
  return `${link.id}.${linkSecret(testKeys, link)}`;
}

export function recordsAbout(owner: Database, subjectId: string) {
  return owner.select().from(auditEvents).where(eq(auditEvents.subjectId, subjectId)).orderBy(auditEvents.id);
}

/** The code of what a call throws; "none" where it goes through. */
export async function refusalOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return "none";
  } catch (error) {
    return error instanceof Error && "code" in error ? String(error.code) : String(error);
  }
}

/** How often each outcome came up. */
export function tally(outcomes: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const one of outcomes) counts[one] = (counts[one] ?? 0) + 1;
  return counts;
}
