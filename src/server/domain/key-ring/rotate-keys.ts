import "server-only";
import {
  type HeldKeyRow,
  listHeldKeys,
  noteKeys,
  stampKeys,
  takeRotationLock,
} from "../../db/queries/held-keys";
import { recordEvent } from "../audit/record-event";
import type { ServiceContext } from "../context";
import { transact } from "../transact";
import { type HeldEntry, type HeldList, settingText } from "./held-list";
import { resealSecrets } from "./reseal";
import { goneFrom, noteDestroyed, retireKeys } from "./retire-keys";

export interface Rotation {
  /** The settings as they stand at this moment; asked again after a change. */
  lists(): readonly HeldList[];
  /** Called after each step, in the words for whoever runs it. */
  say(sentence: string): void;
  dryRun?: boolean;
  /** Makes no new key: only goes on with a rotation that was cut off, and destroys what nothing needs. */
  retireOnly?: boolean;
}

/**
 * Makes a new current key for codes, links, cursors, encryption, checkpoints and session cookies; older ones verify on until
 * nothing needs them. Guarantee: of two runs at once one is refused, and a run cut off anywhere is completed by the next.
 */
export async function rotateKeys(context: ServiceContext, rotation: Rotation): Promise<void> {
  // The lock has a transaction of its own, which writes nothing: each step commits by itself.
  await context.db.transaction(async (lock) => {
    if (!(await takeRotationLock(lock))) {
      throw new Error("Another rotation is under way. Wait until it has ended, then run this again.");
    }
    await rotate(context, rotation);
  });
}

async function rotate(context: ServiceContext, rotation: Rotation): Promise<void> {
  const { dryRun = false, say } = rotation;
  const known = await listHeldKeys(context.db);
  for (const { setting, entries } of rotation.lists()) requireSameKeys(setting, entries, known);
  for (const list of rotation.lists()) await rotateList(context, rotation, list, known);
  if (!dryRun) await reseal(context, rotation);
  for (const list of rotation.lists()) await retireKeys(context, list, say, dryRun);
  const held = rotation.lists().flatMap(({ entries }) => entries);
  if (!dryRun) await noteDestroyed(context, goneFrom(await listHeldKeys(context.db), held));
}

function requireSameKeys(setting: string, entries: readonly HeldEntry[], known: readonly HeldKeyRow[]): void {
  for (const { id, mark } of entries) {
    const before = known.find((one) => one.id === id);
    if (before && !before.mark.equals(mark))
      throw new Error(
        `${setting} holds another key under the id ${id} than before. Put the old one back, or give the new one an id of its own.`,
      );
  }
}

async function rotateList(
  context: ServiceContext,
  { say, dryRun = false, retireOnly = false }: Rotation,
  list: HeldList,
  known: readonly HeldKeyRow[],
): Promise<void> {
  const { setting, entries, write } = list;
  const isKnown = ({ id }: HeldEntry) => known.some((one) => one.id === id);
  const [newest, ...older] = entries;
  if (!newest) return;
  // The first run of all: what is there is where rotations begin.
  const first = !entries.some(isKnown);
  if (!first && !isKnown(newest)) {
    if (dryRun) return say(`Would go on with the rotation to ${newest.id}.`);
    await takeOver(context, list);
    return say(`${newest.id} is current now; ${older.map(({ id }) => id).join(", ")} verifies on.`);
  }
  if (!first && !known.find(({ id }) => id === newest.id)?.finishedAt)
    return say(`Going on with the rotation to ${newest.id}.`);
  if (first && !dryRun) await noteFirst(context, entries);
  const announced = first ? undefined : older.find((one) => !isKnown(one));
  if (announced) {
    const next = [announced, ...entries.filter((one) => one !== announced)];
    return tell(
      say,
      list,
      next,
      `Step 2 of 2: every instance knows ${announced.id}. Make it the current one`,
    );
  }
  if (retireOnly) return;
  const made = list.make();
  if (!write) return tell(say, list, [...entries, made], `Step 1 of 2: let every instance know ${made.id}`);
  if (dryRun) return say(`Would make a new key for ${setting}; ${newest.id} would verify on.`);
  write([made, ...entries]);
  say(`${made.id} is written down.`);
  await takeOver(context, { ...list, entries: [made, ...entries] });
  say(`${made.id} is current now; ${entries.map(({ id }) => id).join(", ")} verifies on.`);
}

function tell(
  say: (sentence: string) => void,
  { setting }: HeldList,
  next: readonly HeldEntry[],
  what: string,
): void {
  say(`${what}: set, on every instance, restart each, then run this again:`);
  say(`${setting}=${settingText(next)}`);
}

async function noteFirst(context: ServiceContext, entries: readonly HeldEntry[]): Promise<void> {
  const ids = entries.map(({ id }) => id);
  await transact(context, async ({ db }) => {
    await noteKeys(db, entries);
    await stampKeys(db, ids, "finishedAt");
    await stampKeys(db, ids.slice(1), "replacedAt");
  });
}

/** The newest key is the current one from here on, on record with the public half that signs checkpoints. */
async function takeOver(context: ServiceContext, { setting, entries }: HeldList): Promise<void> {
  const [newest, ...older] = entries;
  if (!newest) return;
  await transact(context, async (inside) => {
    if ((await noteKeys(inside.db, [newest])) === 0) return;
    await noteKeys(inside.db, older);
    await stampKeys(
      inside.db,
      older.map(({ id }) => id),
      "replacedAt",
    );
    const signs = setting === "ENCRYPTION_KEYS";
    const public_key = signs ? inside.keys.sign("").publicKey.toString("hex") : undefined;
    await recordEvent(inside, { action: "key.rotated", details: { key_id: newest.id, public_key } });
  });
}

async function reseal(context: ServiceContext, { say, lists }: Rotation): Promise<void> {
  const { done, lost } = await resealSecrets(context);
  if (done > 0)
    say(`${done} secrets of authenticator apps are encrypted with ${context.keys.currentId} now.`);
  if (lost > 0)
    say(
      `${lost} secrets of authenticator apps cannot be opened by any key held: put their key back, or have those people's second factors reset.`,
    );
  const newest = lists().flatMap(({ entries }) => entries.slice(0, 1).map(({ id }) => id));
  await stampKeys(context.db, newest, "finishedAt");
}
