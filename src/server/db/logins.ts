import "server-only";
import type { Sql } from "postgres";

/** The logins of an embedded installation; elsewhere they are the installer's. */
export const APP_LOGIN = "countersign_app_login";
export const JOBS_LOGIN = "countersign_jobs_login";

/** Their passwords, of base64url characters alone. */
export interface Logins {
  app: string;
  jobs: string;
}

async function ensureLogin(sql: Sql, name: string, group: string, password: string): Promise<void> {
  const found = await sql`select 1 from pg_roles where rolname = ${name}`;
  const verb = found.length === 0 ? "create" : "alter";
  await sql.unsafe(`${verb} role ${name} login password '${password}'`);
  await sql.unsafe(`grant ${group} to ${name}`);
}

/** Makes the logins of the restricted roles, once migrations have made the roles. */
export async function ensureLogins(sql: Sql, logins: Logins): Promise<void> {
  await ensureLogin(sql, APP_LOGIN, "countersign_app", logins.app);
  await ensureLogin(sql, JOBS_LOGIN, "countersign_jobs", logins.jobs);
}
