import "server-only";
import { sql } from "drizzle-orm";
import { createListener, type Database } from "./client";

/** What the triggers of 0009 tell on. */
const channel = "countersign_changes";

export interface ChangeFeed {
  /** The feed's own connection: an answer over it shows that the feed is heard. */
  db: Database;
  /** Resolves when the connection is gone; then nothing is heard any more. */
  lost: Promise<void>;
  close(): Promise<void>;
}

/** Opens one connection that hears every change from here on; rejects where the database is away. */
export async function openChangeFeed(url: string, hear: (payload: string) => void): Promise<ChangeFeed> {
  let onClose = () => {};
  const lost = new Promise<void>((resolve) => {
    onClose = resolve;
  });
  const db = createListener(url, {
    onNotify: (on, payload) => {
      if (on === channel) hear(payload);
    },
    onClose,
  });
  const close = () => db.$client.end({ timeout: 0 });
  try {
    await db.execute(sql.raw(`listen ${channel}`));
  } catch (error) {
    await close();
    throw error;
  }
  return { db, lost, close };
}
