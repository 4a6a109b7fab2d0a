import "server-only";
import { readVerifyArguments, usage } from "./audit-verify-arguments";
import { verifyAudit } from "./verify-audit";

async function main(): Promise<void> {
  if (process.argv.includes("--help")) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  const { sentences, code } = await verifyAudit(readVerifyArguments(process.argv.slice(2)));
  process.stdout.write(`${sentences.join("\n")}\n`);
  process.exitCode = code;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
});
