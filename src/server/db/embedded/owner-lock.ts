import "server-only";
import { randomBytes } from "node:crypto";
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { processStart } from "./process-identity";
import { makeDataDir } from "./secrets";

/** The one process that starts, adopts and stops the Postgres of a data folder. */
export interface Owner {
  pid: number;
  started: string;
  /** Where it serves, once it does. */
  servesAt: string | null;
}

export interface Ownership {
  announce(servesAt: string): void;
  release(): void;
}

const fileOf = (dataDir: string) => join(dataDir, "owner.json");

function readOwner(path: string): Owner | null {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Owner;
  } catch {
    return null;
  }
}

const lives = (owner: Owner | null): owner is Owner =>
  owner !== null && processStart(owner.pid) === owner.started;

/** The living owner of a data folder, or null. */
export function livingOwner(dataDir: string): Owner | null {
  const owner = readOwner(fileOf(dataDir));
  return lives(owner) ? owner : null;
}

function draftOf(path: string, owner: Owner): string {
  const draft = `${path}.${process.pid}.${randomBytes(4).toString("hex")}`;
  writeFileSync(draft, JSON.stringify(owner), { mode: 0o644, flush: true });
  return draft;
}

/** Puts the lock there only if there is none. */
function claim(path: string, owner: Owner): boolean {
  const draft = draftOf(path, owner);
  try {
    linkSync(draft, path);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(draft);
  }
}

/** Takes a dead owner's lock away, and puts it back should another have taken it over in between. */
function clearDead(path: string): void {
  const aside = `${path}.${process.pid}.${randomBytes(4).toString("hex")}`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  if (lives(readOwner(aside))) linkSync(aside, path);
  rmSync(aside);
}

/** Makes this process the owner, or tells who is. */
export function takeOwnership(dataDir: string): Ownership | Owner {
  makeDataDir(dataDir);
  const path = fileOf(dataDir);
  const self: Owner = { pid: process.pid, started: processStart(process.pid) ?? "", servesAt: null };
  for (;;) {
    if (claim(path, self)) break;
    const owner = livingOwner(dataDir);
    if (owner) return owner;
    clearDead(path);
  }
  return {
    announce: (servesAt) => renameSync(draftOf(path, { ...self, servesAt }), path),
    release: () => rmSync(path, { force: true }),
  };
}
