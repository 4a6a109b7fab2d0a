import { readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliDecompressSync, constants, gunzipSync } from "node:zlib";
import { folder } from "./application";

/** What the application answered with; of a batch of procedures, one of them. */
export interface Part {
  /** `securityTokens.display`, or a path without what follows its `?`. */
  of: string;
  /** The whole target, as it was asked for. */
  url: string;
  /** A page of a browser asked, not a caller of the API. */
  fromPage: boolean;
  status: number;
  head: string[];
  body: Buffer;
}

interface Line {
  url: string;
  fromPage: boolean;
  status: number;
  head: string[];
  encoding: string | null;
  body: string;
}

/** A stream may have ended in the middle. */
function plain(body: Buffer, encoding: string | null): Buffer {
  if (body.length === 0) return body;
  if (encoding === "gzip") return gunzipSync(body, { finishFlush: constants.Z_SYNC_FLUSH });
  if (encoding === "br") return brotliDecompressSync(body, { finishFlush: constants.BROTLI_OPERATION_FLUSH });
  if (encoding === null) return body;
  throw new Error(`Answers in ${encoding} are not read.`);
}

function partsOf({ url, fromPage, status, head, encoding, body: written }: Line): Part[] {
  const body = plain(Buffer.from(written, "base64"), encoding);
  const [path = ""] = url.split("?", 1);
  const procedures = /^\/api\/trpc\/(.+)/.exec(path)?.[1]?.split(",");
  const whole = { url, fromPage, status, head, body };
  if (!procedures) return [{ of: path, ...whole }];
  if (procedures.length === 1) return [{ of: procedures[0] ?? "", ...whole }];
  const each: unknown[] = JSON.parse(body.toString() || "[]");
  return each.map((one, at) => ({
    of: procedures[at] ?? "",
    ...whole,
    body: Buffer.from(JSON.stringify(one)),
  }));
}

/** Every answer of this run so far, the build's own files left out. */
export function answers(): Part[] {
  const lines = readFileSync(join(folder, "answers.jsonl"), "utf8").trimEnd().split("\n");
  return lines.flatMap((line) => partsOf(JSON.parse(line)));
}
