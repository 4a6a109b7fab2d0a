import "server-only";
import { and, asc, eq, inArray, sql } from "drizzle-orm";
import type { RequestKind } from "../../../contracts/request-kinds";
import type { Executor } from "../client";
import { accessRequestNetworks, accessRequests, securityTokens, users } from "../schema";
import { lately } from "./lately";

export interface NewRequest
  extends Omit<typeof accessRequests.$inferInsert, "expiresAt" | "status" | "decidedAt" | "decidedBy"> {
  networks: ReadonlyArray<{ network: string; label: string; expiresAt: Date | null }>;
  /** Lives this many minutes from now. */
  minutes: number;
}

/** How many requests a person sent within the last minutes. */
export async function requestsMadeLately(
  db: Executor,
  requesterId: string,
  minutes: number,
): Promise<number> {
  return db.$count(
    accessRequests,
    and(eq(accessRequests.requestedBy, requesterId), lately(accessRequests.createdAt, minutes)),
  );
}

/** Inserts a pending request with its networks; null where its token, person, role or program has an open one already. */
export async function insertRequest(
  db: Executor,
  request: NewRequest,
): Promise<{ id: string; expiresAt: Date } | null> {
  const { networks, minutes, ...columns } = request;
  const [row] = await db
    .insert(accessRequests)
    .values({
      ...columns,
      expiresAt: sql`date_trunc('milliseconds', countersign_now() + make_interval(mins => ${minutes}))`,
      nextReminderAt: sql`countersign_now() + make_interval(mins => ${minutes}) / 4`,
    })
    .onConflictDoNothing()
    .returning({ id: accessRequests.id, expiresAt: accessRequests.expiresAt });
  if (!row) return null;
  const rows = networks.map((one, position) => ({ requestId: row.id, position, ...one }));
  if (rows.length > 0) await db.insert(accessRequestNetworks).values(rows);
  return row;
}

export type RequestRow = NonNullable<Awaited<ReturnType<typeof findRequest>>>;

/** A request with its token's reference, its people and whether its time is over by the database's clock. */
export async function findRequest(db: Executor, requestId: string) {
  const [row] = await db
    .select({
      request: accessRequests,
      /** Null where the request is for no token. */
      tokenReference: sql<string | null>`${securityTokens.reference}`,
      requesterName: users.name,
      /** As it is now. */
      requesterEmail: users.email,
      lapsed: sql<boolean>`${accessRequests.expiresAt} <= countersign_now()`,
      deciderName: sql<string | null>`(select d.name from users d where d.id = ${accessRequests.decidedBy})`,
    })
    .from(accessRequests)
    .leftJoin(securityTokens, eq(securityTokens.id, accessRequests.tokenId))
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

/** Voids open requests: of these kinds by or about one person or role, or for one token. */
export async function voidOpenRequests(
  db: Executor,
  of:
    | { requesterId: string; kinds: readonly RequestKind[] }
    | { subjectId: string; kinds: readonly RequestKind[] }
    | { tokenId: string },
) {
  const which =
    "tokenId" in of
      ? eq(accessRequests.tokenId, of.tokenId)
      : and(
          "subjectId" in of
            ? eq(accessRequests.subjectId, of.subjectId)
            : eq(accessRequests.requestedBy, of.requesterId),
          inArray(accessRequests.kind, [...of.kinds]),
        );
  return db
    .update(accessRequests)
    .set({ status: "voided", decidedAt: sql`countersign_now()` })
    .where(and(eq(accessRequests.status, "pending"), which))
    .returning({
      id: accessRequests.id,
      tokenId: accessRequests.tokenId,
      requestedBy: accessRequests.requestedBy,
    });
}
