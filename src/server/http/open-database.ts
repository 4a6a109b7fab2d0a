import "server-only";
import { createDatabase } from "../db/client";
import { type Embedded, startEmbedded } from "../db/embedded";
import { migrate } from "../db/migrate";
import { findProgramSettings } from "../db/queries/program";
import { anyUserExists } from "../db/queries/users";
import { seedDemonstration } from "../db/seed/demonstration";
import { requestDigest } from "../domain/access-request/digest";

export interface OpenDatabase {
  appUrl: string;
  jobsUrl: string;
  /** It was seeded as a demonstration. */
  demonstration: boolean;
  /** Nobody is there yet: /setup is open. */
  empty: boolean;
  /** Tells a second start where this one serves. */
  announce(servesAt: string): void;
  stop(): Promise<void>;
}

export interface DatabaseConfiguration {
  /** The three addresses of a real Postgres; null in embedded mode. */
  database: { url: string; ownerUrl: string; jobsUrl: string } | null;
  dataDir: string;
  demo: boolean;
  /** The newest key of the ring, named in the demonstration's past. */
  keyId: string;
}

type Say = (sentence: string) => void;

/**
 * Starts or reaches the database, migrates it as its owner, and lets the owner go before anything is served. An empty
 * one gets the demonstration where DEMO is on. Throws a sentence where another process serves it, it is away, or it is a
 * demonstration that was not asked for.
 */
export async function openDatabase(configuration: DatabaseConfiguration, say: Say): Promise<OpenDatabase> {
  const { database, dataDir } = configuration;
  if (database) {
    const state = await prepare(database.ownerUrl, configuration, say).catch(throwAway);
    return {
      appUrl: database.url,
      jobsUrl: database.jobsUrl,
      ...state,
      announce: () => {},
      stop: async () => {},
    };
  }
  const embedded = await startEmbedded({ dataDir });
  if (embedded.owner) throw new Error(whereItRuns(embedded, dataDir));
  try {
    const state = await prepare(embedded.ownerUrl, configuration, say, embedded);
    const { appUrl, jobsUrl, announce, stop } = embedded;
    return { appUrl, jobsUrl, ...state, announce, stop };
  } catch (error) {
    await embedded.stop();
    throw error;
  }
}

type State = Pick<OpenDatabase, "demonstration" | "empty">;

async function prepare(
  ownerUrl: string,
  { demo, keyId, database }: DatabaseConfiguration,
  say: Say,
  embedded?: Embedded,
): Promise<State> {
  await migrate(ownerUrl, { logins: embedded?.logins });
  const owner = createDatabase(ownerUrl, { max: 1 });
  try {
    if (demo) await seedIfEmpty(owner, keyId, say);
    const program = await findProgramSettings(owner);
    const demonstration = program?.demonstration ?? false;
    if (demonstration && !demo) throw new Error(unasked);
    if (!demonstration && demo && database) throw new Error(taken);
    return { demonstration, empty: !(await anyUserExists(owner)) };
  } finally {
    await owner.$client.end({ timeout: 5 });
  }
}

const unasked =
  "This database was seeded as a demonstration, whose passwords everyone knows. Set DEMO=1 to serve it as one, or use another database.";
const taken = "DEMO is for an empty database, and this one is not. Unset DEMO, or use another database.";

async function seedIfEmpty(
  owner: Parameters<typeof seedDemonstration>[0],
  keyId: string,
  say: Say,
): Promise<void> {
  let said = false;
  const onProgress = () => {
    if (!said) say("Filling the empty database with the demonstration …");
    said = true;
  };
  await seedDemonstration(owner, { requestDigest, keyId, onProgress });
}

function whereItRuns({ owner }: Embedded, dataDir: string): string {
  const where = owner?.servesAt ? `is running at ${owner.servesAt}` : "is starting, or its data is in use";
  return `Countersign ${where} (process ${owner?.pid}, data in ${dataDir}).`;
}

/** Connection faults become a sentence; what a migration says of itself stays. */
function throwAway(error: unknown): never {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const away = /^(ECONN|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|CONNECT|CONNECTION_|57P0|28)/.test(code);
  if (!away) throw error;
  throw new Error(`The database cannot be reached as DATABASE_OWNER_URL says (${code}).`, { cause: error });
}
