import { readFileSync } from "node:fs";
import { join } from "node:path";
import postgres, { type Sql } from "postgres";

/** What this run's application keeps; e2e-server.mjs lays it out. */
export const folder = process.env.E2E_FOLDER ?? "";
export const dataDir = join(folder, "data");

/** Everything that the process printed, on both streams. */
export const printed = () => readFileSync(join(folder, "printed.log"));

/** Its database, as the superuser that the application never is. */
export function asSuperuser(): Sql {
  const { superuserPassword } = JSON.parse(readFileSync(join(dataDir, "secrets.json"), "utf8"));
  const port = Number(readFileSync(join(dataDir, "postgres", "postmaster.pid"), "utf8").split("\n")[3]);
  const login = { host: "127.0.0.1", user: "postgres", password: superuserPassword };
  return postgres({ ...login, port, database: "countersign", max: 1, onnotice: () => {} });
}

/** Keeps a copy of each job's payload, since a job that is done is deleted. */
export async function keepPayloads(sql: Sql): Promise<void> {
  await sql.unsafe(`
    create schema canaries;
    create table canaries.payloads (payload json);
    create function canaries.keep() returns trigger language plpgsql security definer set search_path = '' as
      $$ begin insert into canaries.payloads values (new.payload); return null; end $$;
    create trigger keep_payload after insert or update of payload on graphile_worker._private_jobs
      for each row execute function canaries.keep()`);
}
