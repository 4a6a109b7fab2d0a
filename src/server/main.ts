import "server-only";
import { AsyncLocalStorage } from "node:async_hooks";
import { getRequestListener } from "@hono/node-server";
import type { Logger } from "pino";
import type { RenderMail } from "@/contracts/mail";
import { type Env, loadEnv } from "../env";
import { createClientAddress, unrequestableNetworks } from "./api/client-ip";
import { publicApi } from "./api/http/app";
import { readPlainCustomer } from "./api/http/plain-customer";
import { openChangeFeed } from "./db/change-feed";
import { createDatabase, createHotClients } from "./db/client";
import { createExportPlaces } from "./domain/access/export-places";
import { createReadQueue } from "./domain/customer/read-queue";
import { createLiveHub } from "./domain/live/live-hub";
import { mailboxTransport } from "./email/mailbox-transport";
import { createResendTransport } from "./email/resend-transport";
import { holdSecrets } from "./held-secrets";
import { createEdge } from "./http/edge";
import { dataPolicy, securityHeaders } from "./http/headers";
import { createHealthCheck } from "./http/health";
import { type OpenDatabase, openDatabase } from "./http/open-database";
import { startPages } from "./http/pages";
import { createProbing } from "./http/probe";
import { listen } from "./http/server";
import { keepSetupCode, setupCodePath } from "./http/setup-code-file";
import { createShutdown, type Shutdown } from "./http/shutdown";
import { welcome } from "./http/welcome";
import { startReadingWatch } from "./jobs/reading-watch";
import { startJobs } from "./jobs/runner";
import { startSealer } from "./jobs/sealer";
import { createLogger } from "./logger";
import { type ClientFacts, installRuntime, type Runtime, type Settings } from "./runtime";

const graceMs = 10_000;
const say = (text: string) => process.stdout.write(text);

/** Loaded with the first mail: the renderer is half of a start's time, and most starts send nothing. */
const renderMail: RenderMail = async (facts) => (await import("./email/render-mail")).renderMail(facts);

/** The process's own view of whether it may answer. */
const life = { serving: false };

function settingsOf(env: Env, demonstration: boolean): Settings {
  const { appUrl, supportUrl, trustedProxies } = env;
  const embedded = env.database === null;
  const unrequestable = unrequestableNetworks({ trustedProxies, embedded });
  const mail = env.resend ? "resend" : "mailbox";
  return { appUrl, supportUrl, embedded, demonstration, mail, unrequestableNetworks: unrequestable };
}

function makeRuntime(env: Env, database: OpenDatabase, logger: Logger, shutdown: Shutdown): Runtime {
  const db = createDatabase(database.appUrl, { impatient: true });
  const hot = createHotClients(database.appUrl);
  shutdown.add("the database connections", () =>
    Promise.all([db.$client.end({ timeout: 5 }), hot.end({ timeout: 5 })]),
  );
  const reads = createReadQueue(hot, { onFault: (err) => logger.error({ err }, "a batch of reads failed") });
  shutdown.add("the read queue", () => reads.close());
  const secrets = holdSecrets(env, logger);
  shutdown.add("the look-out for new keys", async () => secrets.stop());
  const live = createLiveHub({
    openFeed: (hear) => openChangeFeed(database.appUrl, hear),
    onFault: (err) => logger.error({ err }, "changes are not heard; trying again"),
  });
  shutdown.add("the change feed", () => live.close());
  const made: Runtime = {
    db,
    keys: secrets.keys,
    authSecrets: secrets.authSecrets,
    settings: settingsOf(env, database.demonstration),
    logger,
    clientFacts: new AsyncLocalStorage<ClientFacts>(),
    reads,
    live,
    exports: createExportPlaces(),
    renderMail,
    setupCode: database.empty ? keepSetupCode(env.dataDir) : null,
  };
  installRuntime(made);
  return made;
}

async function startDelivery(env: Env, jobsUrl: string, made: Runtime, shutdown: Shutdown): Promise<void> {
  const { keys, settings, logger } = made;
  const db = createDatabase(jobsUrl, { max: 4 });
  shutdown.add("the jobs' connections", () => db.$client.end({ timeout: 5 }));
  const transport = env.resend ? createResendTransport(env.resend) : mailboxTransport;
  const delivery = { render: renderMail, transport };
  const jobs = await startJobs({ jobsUrl, alone: settings.embedded, db, keys, settings, logger, delivery });
  shutdown.add("the job runner", () => jobs.stop());
  const sealer = startSealer({ db, logger });
  shutdown.add("the sealer", () => sealer.stop());
  const watch = startReadingWatch({ db, keys, settings, logger });
  shutdown.add("the watch over reading", () => watch.stop());
}

async function serve(env: Env, made: Runtime, shutdown: Shutdown): Promise<void> {
  const { settings, logger, clientFacts, db, live } = made;
  const { appUrl, embedded, supportUrl } = settings;
  const { trustedProxies, hosts, port } = env;
  const dev = process.env.NODE_ENV === "development";
  const probing = createProbing();
  const pages = await startPages({ dev, port });
  shutdown.add("the pages", () => pages.close());
  const listener = createEdge({
    appUrl,
    dev,
    clientFacts,
    probing,
    logger,
    clientAddress: createClientAddress({ trustedProxies, embedded, appUrl }),
    health: createHealthCheck(() => db.$client`select 1`),
    publicApi: getRequestListener(publicApi.fetch),
    plainCustomer: readPlainCustomer,
    pages: pages.mount,
    serving: () => life.serving,
    supportContact: supportUrl,
  });
  const refusalHeaders = securityHeaders(dataPolicy, { appUrl });
  const listening = await listen({ hosts, port, listener, refusalHeaders, upgrade: pages.upgrade });
  shutdown.add("the server", () => listening.close(graceMs));
  // Streams are requests that never end by themselves: the server would wait for them.
  shutdown.add("the open streams", () => live.close());
  await probing.run(listening.targets, { trustedProxies, embedded });
  life.serving = true;
}

async function start(env: Env, logger: Logger, shutdown: Shutdown): Promise<void> {
  process.env.NEXTAUTH_URL = env.appUrl.origin;
  const { database: urls, dataDir: folder, demo, encryptionKeys } = env;
  const configuration = { database: urls, dataDir: folder, demo, keyId: encryptionKeys[0]?.id ?? "" };
  const database = await openDatabase(configuration, (sentence) => say(`${sentence}\n`));
  shutdown.add("the database", () => database.stop());
  const made = makeRuntime(env, database, logger, shutdown);
  await startDelivery(env, database.jobsUrl, made, shutdown);
  await serve(env, made, shutdown);
  database.announce(env.appUrl.origin);
  const { settings, setupCode } = made;
  const dataDir = settings.embedded ? env.dataDir : null;
  say(welcome({ ...settings, dataDir, setupCodePath: setupCode && setupCodePath(env.dataDir) }));
}

/** Ends the process once: requests in flight finish, then everything stops in reverse order; a second signal is not patient. */
function endOnSignals(logger: Logger, shutdown: Shutdown): void {
  let ending = false;
  const end = async (code: number) => {
    if (ending) process.exit(1);
    ending = true;
    life.serving = false;
    const clean = await shutdown.stop();
    process.exit(clean ? code : 1);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void end(0));
  process.on("unhandledRejection", (err) => logger.error({ err }, "a promise was left rejected"));
  process.on("uncaughtException", (err) => {
    logger.fatal({ err }, "an error that nobody caught; the process ends");
    void end(1);
  });
}

async function main(): Promise<void> {
  let shutdown: Shutdown | undefined;
  try {
    const env = loadEnv();
    const logger = createLogger(env.logLevel);
    shutdown = createShutdown(logger);
    endOnSignals(logger, shutdown);
    await start(env, logger, shutdown);
  } catch (error) {
    process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
    await shutdown?.stop();
    process.exit(1);
  }
}

await main();
