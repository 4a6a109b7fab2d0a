import "server-only";
import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import {
  type Checkpoint,
  checkpointSchema,
  exportedSealSchema,
  exportHeadSchema,
} from "@/contracts/audit-chain";
import { type Env, loadEnv } from "../../env";
import { createDatabase } from "../db/client";
import { noHash } from "../domain/audit/chain";
import {
  type ChainVerdict,
  findInserted,
  findReplaced,
  readExportedSeal,
  type SealWithTexts,
  storedChain,
  verifyChain,
} from "../domain/audit/verify-chain";
import type { VerifyArguments } from "./audit-verify-arguments";
import { openInstallation } from "./open-as-owner";

async function readCheckpoint(file: string, publicKeys: readonly string[]): Promise<Checkpoint> {
  const read = checkpointSchema.safeParse(parsed(await readFile(file, "utf8")));
  if (!read.success) throw new Error(`${file} holds no checkpoint.`);
  if (publicKeys.length > 0 && !publicKeys.includes(read.data.public_key)) {
    throw new Error(`${file} is signed with another key: ${read.data.public_key}.`);
  }
  return read.data;
}

/** The lines of an export, one seal at a time. */
async function* exportedChain(file: string): AsyncGenerator<SealWithTexts> {
  let place = 0;
  for await (const line of createInterface({
    input: createReadStream(file),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    place += 1;
    const schema = place === 1 ? exportHeadSchema : exportedSealSchema;
    const read = schema.safeParse(parsed(line));
    if (!read.success) throw new Error(`Line ${place} of ${file} is no line of an export.`);
    if ("seq" in read.data) yield readExportedSeal(read.data);
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

async function verifyDatabase(checkpoints: Checkpoint[], env: Env): Promise<ChainVerdict> {
  const { ownerUrl, leave } = await openInstallation(env, (sentence) => console.error(sentence));
  const db = createDatabase(ownerUrl, { max: 1 });
  try {
    // One snapshot: what is sealed meanwhile belongs to the next look.
    return await db.transaction(
      async (tx) => {
        const replaced = await findReplaced({ db: tx });
        if (replaced) return { seals: "0", records: "0", hash: noHash, fault: replaced };
        const verdict = await verifyChain(storedChain({ db: tx }), checkpoints);
        return verdict.fault ? verdict : { ...verdict, fault: await findInserted({ db: tx }) };
      },
      { isolationLevel: "repeatable read", accessMode: "read only" },
    );
  } finally {
    await db.$client.end();
    await leave();
  }
}

/**
 * Verifies an export, or the database of the settings, and holds it against checkpoints. The sentences to print, and the
 * exit code: 0, or 1 where something was altered. Throws where it cannot look.
 */
export async function verifyAudit(
  given: VerifyArguments,
  env: () => Env = loadEnv,
): Promise<{ sentences: string[]; code: 0 | 1 }> {
  const { seals, records, hash, fault } = await verify(given, env);
  if (fault) {
    return {
      code: 1,
      sentences: [
        `${fault.sentence} Up to there, ${records} records in ${seals} seals are as they were sealed.`,
      ],
    };
  }
  const sentences = [
    `${records} records in ${seals} seals are as they were sealed. The newest seal is ${hash}.`,
  ];
  if (records === "0") sentences.push("There is nothing in it yet: is it the one that you mean?");
  if (given.checkpoints.length === 0) {
    sentences.push("No checkpoint was given: the chain was held against itself alone.");
  }
  return { sentences, code: 0 };
}

async function verify(
  { file, checkpoints: files, publicKeys }: VerifyArguments,
  env: () => Env,
): Promise<ChainVerdict> {
  const checkpoints = await Promise.all(files.map((one) => readCheckpoint(one, publicKeys)));
  return file === null ? verifyDatabase(checkpoints, env()) : verifyChain(exportedChain(file), checkpoints);
}
