import "server-only";
import { eq, sql } from "drizzle-orm";
import type { Permission } from "../../../contracts/permissions";
import type { Executor } from "../client";
import { customers } from "../schema";

export type CustomerRow = typeof customers.$inferSelect;

export async function findCustomer(db: Executor, customerId: string): Promise<CustomerRow | null> {
  const [row] = await db.select().from(customers).where(eq(customers.id, customerId));
  return row ?? null;
}

/** Whether the session is live and its person active and holding the permission, in this statement's snapshot. */
export async function sessionHolds(
  db: Executor,
  session: { id: string; userId: string },
  permission: Permission,
): Promise<boolean> {
  const rows = await db.execute<{ holds: boolean }>(sql`
    select exists (
      select from sessions s
        join users u on u.id = s.user_id
        join user_roles ur on ur.user_id = u.id
        join role_permissions rp on rp.role_id = ur.role_id
      where s.id = ${session.id} and s.user_id = ${session.userId}
        and s.ended_at is null and s.expires_at > countersign_now()
        and u.status = 'active' and rp.permission = ${permission}
    ) as holds`);
  return rows[0]?.holds === true;
}
