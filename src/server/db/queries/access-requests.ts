import "server-only";
import { and, asc, eq, sql } from "drizzle-orm";
import type { Executor } from "../client";
import { accessRequestNetworks, accessRequests, securityTokens, users } from "../schema";

export interface NewRequest
  extends Omit<typeof accessRequests.$inferInsert, "expiresAt" | "status" | "decidedAt" | "decidedBy"> {
  networks: ReadonlyArray<{ network: string; label: string; expiresAt: Date | null }>;
  /** Lives this many days from now. */
  days: number;
}

/** Inserts a pending request with its networks; null where the token has an open one already. */
export async function insertRequest(
  db: Executor,
  request: NewRequest,
): Promise<{ id: string; expiresAt: Date } | null> {
  const { networks, days, ...columns } = request;
  const [row] = await db
    .insert(accessRequests)
    .values({
      ...columns,
      expiresAt: sql`date_trunc('milliseconds', countersign_now() + make_interval(days => ${days}))`,
    })
    .onConflictDoNothing()
    .returning({ id: accessRequests.id, expiresAt: accessRequests.expiresAt });
  if (!row) return null;
  await db
    .insert(accessRequestNetworks)
    .values(networks.map((one, position) => ({ requestId: row.id, position, ...one })));
  return row;
}

export type RequestRow = NonNullable<Awaited<ReturnType<typeof findRequest>>>;

/** A request with its token's reference, its people and whether its time is over by the database's clock. */
export async function findRequest(db: Executor, requestId: string) {
  const [row] = await db
    .select({
      request: accessRequests,
      tokenReference: securityTokens.reference,
      requesterName: users.name,
      lapsed: sql<boolean>`${accessRequests.expiresAt} <= countersign_now()`,
      deciderName: sql<string | null>`(select d.name from users d where d.id = ${accessRequests.decidedBy})`,
    })
    .from(accessRequests)
    .innerJoin(securityTokens, eq(securityTokens.id, accessRequests.tokenId))
    .innerJoin(users, eq(users.id, accessRequests.requestedBy))
    .where(eq(accessRequests.id, requestId));
  return row ?? null;
}

/** The networks of a request, in the order that was signed. */
export async function networksOfRequest(db: Executor, requestId: string) {
  return db
    .select({
      network: accessRequestNetworks.network,
      label: accessRequestNetworks.label,
      expiresAt: accessRequestNetworks.expiresAt,
    })
    .from(accessRequestNetworks)
    .where(eq(accessRequestNetworks.requestId, requestId))
    .orderBy(asc(accessRequestNetworks.position));
}

export interface Decision {
  requestId: string;
  digest: Buffer;
  decidedBy: string;
  decidedFrom: string | null;
  status: "approved" | "rejected";
  note: string | null;
}

/** The one conditional update that decides (rule 2); false where the request is no longer open, or is one's own. */
export async function decideOpenRequest(db: Executor, decision: Decision): Promise<boolean> {
  const rows = await db
    .update(accessRequests)
    .set({
      status: decision.status,
      decidedBy: decision.decidedBy,
      decidedAt: sql`countersign_now()`,
      decidedFrom: decision.decidedFrom,
      decisionNote: decision.note,
    })
    .where(
      and(
        eq(accessRequests.id, decision.requestId),
        eq(accessRequests.status, "pending"),
        eq(accessRequests.digest, decision.digest),
        sql`${accessRequests.expiresAt} > countersign_now()`,
        sql`${accessRequests.requestedBy} <> ${decision.decidedBy}`,
      ),
    )
    .returning({ id: accessRequests.id });
  return rows.length === 1;
}

/** Withdraws one's own open request; false where it is no longer open. */
export async function withdrawOpenRequest(
  db: Executor,
  requestId: string,
  requesterId: string,
  from: string | null,
): Promise<boolean> {
  const rows = await db
    .update(accessRequests)
    .set({
      status: "withdrawn",
      decidedBy: requesterId,
      decidedAt: sql`countersign_now()`,
      decidedFrom: from,
    })
    .where(
      and(
        eq(accessRequests.id, requestId),
        eq(accessRequests.status, "pending"),
        eq(accessRequests.requestedBy, requesterId),
        sql`${accessRequests.expiresAt} > countersign_now()`,
      ),
    )
    .returning({ id: accessRequests.id });
  return rows.length === 1;
}

/** Voids the open requests of people who no longer hold the permission to ask. */
export async function voidOpenRequests(db: Executor, requesterIds: readonly string[]) {
  return db
    .update(accessRequests)
    .set({ status: "voided", decidedAt: sql`countersign_now()` })
    .where(
      and(
        eq(accessRequests.status, "pending"),
        sql`${accessRequests.requestedBy} = any(${sql.param([...requesterIds])}::uuid[])`,
      ),
    )
    .returning({ id: accessRequests.id, tokenId: accessRequests.tokenId });
}
