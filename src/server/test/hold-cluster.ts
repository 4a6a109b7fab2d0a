import { startEmbedded } from "../db/embedded";

/** A process that starts the Postgres of a folder, says so, and holds it until it is killed or told to stop. */
const [dataDir = ""] = process.argv.slice(2);
const embedded = await startEmbedded({ dataDir, flags: ["-c", "fsync=off"] });
embedded.announce("http://localhost:3999");
process.stdout.write(`${JSON.stringify(embedded)}\n`);
process.once("SIGTERM", () => void embedded.stop().then(() => process.exit(0)));
setInterval(() => {}, 60_000);
