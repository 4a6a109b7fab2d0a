import "server-only";
import { join } from "node:path";
import { readMigrationFiles } from "drizzle-orm/migrator";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate as runDrizzle } from "drizzle-orm/postgres-js/migrator";
import { Logger, runMigrations } from "graphile-worker";
import postgres, { type Sql } from "postgres";
import { ensureLogins, type Logins } from "./logins";

/** One start migrates at a time, on however many machines. */
const LOCK = 7_265_726_501;

export interface MigrateOptions {
  /** Embedded mode: the logins to make once their group roles exist. */
  logins?: Logins;
  folder?: string;
}

const silent = new Logger(() => () => {});

const ownFolder = () => join(process.cwd(), "drizzle");

/** graphile-worker's tables have row-level security and no policy: its runner, no owner here, needs both. */
async function grantJobRunner(sql: Sql): Promise<void> {
  await sql.unsafe(`
    grant usage on schema graphile_worker to countersign_jobs;
    grant select, insert, update, delete on all tables in schema graphile_worker to countersign_jobs;
    grant usage on all sequences in schema graphile_worker to countersign_jobs;
    grant execute on all functions in schema graphile_worker to countersign_jobs;
    do $$ declare one regclass; begin
      for one in select c.oid from pg_class c where c.relnamespace = 'graphile_worker'::regnamespace
        and c.relkind = 'r' and c.relrowsecurity
        and not exists (select 1 from pg_policy p where p.polrelid = c.oid and p.polname = 'countersign_jobs')
      loop
        execute format('create policy countersign_jobs on %s to countersign_jobs using (true) with check (true)', one);
      end loop;
    end $$`);
}

/**
 * A temporary table named like one of ours would stand before it in all that the application asks later over that
 * connection, records that it writes included. At each start: a copy or a restored backup has none of a database's privileges.
 * Takes nothing where the database is not its owner's.
 */
async function revokeTemporaryTables(sql: Sql): Promise<void> {
  await sql.unsafe(`
    do $$ begin
      execute format('revoke temporary on database %I from public, countersign_app, countersign_jobs', current_database());
    exception when insufficient_privilege then null;
    end $$`);
}

/**
 * Brings a database to this version, as its owner: graphile-worker's schema, then ours, then the privileges between
 * them. Of starts at once one does it and the others wait; a failed migration leaves nothing half done and throws.
 */
export async function migrate(ownerUrl: string, options: MigrateOptions = {}): Promise<void> {
  const sql = postgres(ownerUrl, { max: 1, connect_timeout: 10, onnotice: () => {} });
  try {
    await sql`select pg_advisory_lock(${LOCK})`;
    await runMigrations({ connectionString: ownerUrl, maxPoolSize: 1, logger: silent });
    await runDrizzle(drizzle({ client: sql }), { migrationsFolder: options.folder ?? ownFolder() });
    await grantJobRunner(sql);
    await revokeTemporaryTables(sql);
    if (options.logins) await ensureLogins(sql, options.logins);
  } finally {
    await sql.end();
  }
}

/** Throws a sentence where the database holds none or another version than this one; changes nothing. */
export async function requireThisVersion(ownerUrl: string): Promise<void> {
  const own = readMigrationFiles({ migrationsFolder: ownFolder() }).at(-1);
  const sql = postgres(ownerUrl, { max: 1, connect_timeout: 10, onnotice: () => {} });
  try {
    const [table] = await sql`select to_regclass('drizzle.__drizzle_migrations') as name`;
    if (!table?.name)
      throw new Error("The database holds nothing of Countersign’s. Is it the one that you mean?");
    const [last] = await sql<{ hash: string; millis: string }[]>`
      select hash, created_at as millis from drizzle.__drizzle_migrations order by created_at desc limit 1`;
    if (last?.hash === own?.hash) return;
    throw new Error(
      Number(last?.millis ?? 0) > (own?.folderMillis ?? 0)
        ? "The database is of a later version than this tool. Run the tool of the version that is installed."
        : "The database is of an earlier version than this tool. Start this version once, which brings it up to date.",
    );
  } finally {
    await sql.end();
  }
}
