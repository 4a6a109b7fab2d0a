import type { Page } from "@playwright/test";
import type { Sql } from "postgres";
import { waysIn } from "../../src/server/test/canaries/ways-in";
import { call } from "../support/call";
import { approvedFrom, ask } from "./ask";
import { type PlantedHere, plantedPassword } from "./planted";

/** Runs this while a table has another name, so that every statement that needs it fails. */
async function without(sql: Sql, table: string, run: () => Promise<void>): Promise<void> {
  await sql.unsafe(`alter table public.${table} rename to gone_away`);
  try {
    await run();
  } finally {
    await sql.unsafe(`alter table public.gone_away rename to ${table}`);
  }
}

/** Runs this while no record can be written: what fails then had its values bound already. */
async function withoutRecords(sql: Sql, run: () => Promise<void>): Promise<void> {
  await sql`alter table audit_events add constraint none_allowed check (false) not valid`;
  try {
    await run();
  } finally {
    await sql`alter table audit_events drop constraint none_allowed`;
  }
}

/** Has calls, procedures, sign-in and a page fail with the planted values in hand. */
export async function failWith(sql: Sql, planted: PlantedHere, sam: Page, visitor: Page): Promise<void> {
  const { secret, email, customerId } = planted;
  const origin = new URL(sam.url()).origin;
  const read = async () => {
    for (const { path, elsewhere: _, ...way } of waysIn(planted))
      await call(origin, `/api/v1${path}`, secret, { ...way, from: approvedFrom });
    await ask(sam, approvedFrom, "customers.search", { query: email });
    await ask(sam, approvedFrom, "customers.reveal", { customerId, group: "contact" });
  };
  await without(sql, "customers", read);
  await withoutRecords(sql, read);
  await visitor.goto("/sign-in");
  await visitor.getByLabel("E-mail").fill(email);
  await visitor.getByLabel("Password", { exact: true }).fill(plantedPassword);
  await without(sql, "users", async () => {
    await visitor.getByRole("button", { name: "Sign in", exact: true }).click();
    await visitor.getByRole("alert").first().waitFor();
    await sam.goto("/requests");
  });
}
