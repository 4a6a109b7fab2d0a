import "server-only";
import { parseArgs } from "node:util";
import { loadEnv } from "../../env";
import { rotateHeldKeys } from "./rotate-held-keys";

const usage = `Usage: npm run keys:rotate -- [--dry-run] [--retire]

Makes a new current key and session secret. Codes and links in mails, cursors and sessions from before go on working until
they run out; secrets of authenticator apps are encrypted anew. Cut off half way, run it again.

  --dry-run  says what would be done, and does nothing
  --retire   makes no new key: completes what was cut off, and destroys older keys that nothing needs any more

Keys kept beside the data are replaced there, and a running Countersign takes them up within a second. Keys set as
ENCRYPTION_KEYS and AUTH_SECRET are yours to set: the command says to what, in two steps, each with a restart.`;

async function main(): Promise<void> {
  const boolean = { type: "boolean" } as const;
  const options = { "dry-run": boolean, retire: boolean, help: boolean } as const;
  const { values } = parseArgs({ args: process.argv.slice(2), options, strict: true });
  const say = (sentence: string) => void process.stdout.write(`${sentence}\n`);
  if (values.help) return say(usage);
  await rotateHeldKeys(loadEnv(), { say, dryRun: values["dry-run"], retireOnly: values.retire });
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
