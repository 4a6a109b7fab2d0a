import type { Sql } from "postgres";

/** Stops the database's clock at a moment, so that no allowance is refilled while a test counts. */
export async function freezeClock(owner: Sql, at: string): Promise<void> {
  await owner.unsafe(
    `create or replace function countersign_now() returns timestamptz language sql volatile parallel safe
       as $$ select timestamptz '${at}' $$`,
  );
}
