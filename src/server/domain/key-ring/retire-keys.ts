import "server-only";
import { counted } from "../../../contracts/words";
import { type HeldKeyRow, replacedSince, stampKeys, usesOfKey } from "../../db/queries/held-keys";
import { recordEvent } from "../audit/record-event";
import type { ServiceContext } from "../context";
import { sessionLife } from "../session/session-life";
import { transact } from "../transact";
import { type HeldEntry, type HeldList, settingText } from "./held-list";

const day = 24 * 60 * 60;
/** A list's cursor is kept nowhere, so a key that made some stays as long as one is good for. */
const cursorDays = 7;

/** Why an older key is still needed, in words; null where nothing needs it. */
async function needOf(
  context: ServiceContext,
  { setting }: HeldList,
  { id }: HeldEntry,
): Promise<string | null> {
  if (setting === "AUTH_SECRET") {
    const over = await replacedSince(context.db, sessionLife.hours * 60 * 60);
    return over.includes(id) ? null : `sessions of the last ${sessionLife.hours} hours`;
  }
  const { codes, links, secrets } = await usesOfKey(context.db, id);
  const needs = [
    codes > 0 && counted(codes, "approval code"),
    links > 0 && counted(links, "link in a mail", "links in mails"),
    secrets > 0 && counted(secrets, "authenticator app"),
    !(await replacedSince(context.db, cursorDays * day)).includes(id) &&
      `cursors of lists, for ${cursorDays} days after it was replaced`,
  ].filter((one) => one !== false);
  return needs.length > 0 ? needs.join(", ") : null;
}

/** Takes keys away that nothing needs any more; says which stay, and what for. */
export async function retireKeys(
  context: ServiceContext,
  list: HeldList,
  say: (sentence: string) => void,
  dryRun: boolean,
): Promise<void> {
  // What was announced and is not current yet was never replaced.
  const replaced = await replacedSince(context.db, 0);
  const older = list.entries.slice(1).filter(({ id }) => replaced.includes(id));
  const needs = new Map<HeldEntry, string | null>();
  for (const entry of older) needs.set(entry, await needOf(context, list, entry));
  for (const [{ id }, need] of needs) if (need) say(`${id} stays: ${need} may still need it.`);
  const over = older.filter((entry) => needs.get(entry) === null);
  if (over.length === 0) return;
  const left = list.entries.filter((entry) => !over.includes(entry));
  const ids = over.map(({ id }) => id);
  if (!list.write) {
    say(`Nothing needs ${ids.join(", ")} any more. Set, on every instance, and restart each:`);
    say(`${list.setting}=${settingText(left)}`);
  } else if (dryRun) {
    say(`Would destroy ${ids.join(", ")}: nothing needs it any more.`);
  } else {
    list.write(left);
    await noteDestroyed(context, ids);
    say(`${ids.join(", ")} destroyed: nothing needs it any more.`);
  }
}

/** Notes what is gone from the settings, by this run or by hand. */
export async function noteDestroyed(context: ServiceContext, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await transact(context, async (inside) => {
    await stampKeys(inside.db, ids, "destroyedAt");
    for (const key_id of ids) await recordEvent(inside, { action: "key.destroyed", details: { key_id } });
  });
}

/** Keys that were known and stand in no setting any more. */
export const goneFrom = (known: readonly HeldKeyRow[], held: readonly HeldEntry[]) =>
  known
    .filter(({ id, destroyedAt }) => !destroyedAt && !held.some((one) => one.id === id))
    .map(({ id }) => id);
