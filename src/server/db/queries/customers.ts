import "server-only";
import { eq } from "drizzle-orm";
import type { Executor } from "../client";
import { customers } from "../schema";

export type CustomerRow = typeof customers.$inferSelect;

export async function findCustomer(db: Executor, customerId: string): Promise<CustomerRow | null> {
  const [row] = await db.select().from(customers).where(eq(customers.id, customerId));
  return row ?? null;
}
