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

function sentence(error: unknown): string {
  const { code, path, message } = error as NodeJS.ErrnoException;
  return code === "ENOENT" && path ? `There is no file ${path}.` : (message ?? String(error));
}

main().catch((error: unknown) => {
  process.stderr.write(`${sentence(error)}\n`);
  process.exitCode = 2;
});
