import "server-only";
import { parseArgs } from "node:util";

export interface VerifyArguments {
  /** An export to verify without a database; null: the database of the settings. */
  file: string | null;
  /** Files with checkpoints that were kept elsewhere. */
  checkpoints: string[];
  /** The public keys of which every checkpoint must carry one, in hexadecimal; none: whichever it carries. */
  publicKeys: string[];
}

export const usage = `Usage: npm run audit:verify -- [--export FILE] [--checkpoint FILE]… [--public-key HEX]…

  --export FILE      verifies an export of the audit log and opens no database; without it, the database of the settings
  --checkpoint FILE  a checkpoint that was kept elsewhere, as it was mailed or downloaded; may be given several times
  --public-key HEX   refuses checkpoints of another key; after a rotation of keys, give the older ones too

Without a checkpoint the chain is held against itself alone: whoever rewrote all of it is not found out.
Ends with 0 where nothing is wrong, with 1 where a record was altered, and with 2 where it could not look.`;

/** Reads the arguments; throws an error whose message names what is wrong in a sentence. */
export function readVerifyArguments(args: readonly string[]): VerifyArguments {
  const string = { type: "string" } as const;
  const options = {
    export: string,
    checkpoint: { ...string, multiple: true },
    "public-key": { ...string, multiple: true },
  } as const;
  const { values } = parseArgs({ args: [...args], options, strict: true });
  const publicKeys = (values["public-key"] ?? []).map((one) => one.toLowerCase());
  if (!publicKeys.every((one) => /^[0-9a-f]{64}$/.test(one))) {
    throw new Error("--public-key takes 64 hexadecimal digits.");
  }
  return { file: values.export ?? null, checkpoints: values.checkpoint ?? [], publicKeys };
}
