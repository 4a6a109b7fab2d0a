import "server-only";
import { beatSeconds, type LiveTopic, liveTopics } from "../../../contracts/live-topics";
import type { ChangeFeed } from "../../db/change-feed";
import { findLiveSessions } from "../../db/queries/sessions";
import type { UserActor } from "../context";
import { sessionLife } from "../session/session-life";
import { createOpenStream, type HeldStream, type OpenStream } from "./open-stream";
import { concerns, type Reader, readChange, touchesRights } from "./read-change";
import { type WatchParts, watchChanges } from "./watch-changes";

export type StreamReader = Pick<UserActor, "sessionId" | "userId" | "permissions">;

/** The streams that browsers hold open to this process. */
export interface LiveHub {
  /**
   * Opens a stream; an older one of the same session ends. Null where there are as many as the process holds, where
   * changes are not heard, or where it stops. `hangUp` cuts the reader's connection.
   */
  open(reader: StreamReader, hangUp: () => void): Promise<OpenStream | null>;
  size(): number;
  /** Ends every stream at once and lets the feed go. */
  close(): Promise<void>;
}

export interface HubLimits {
  /** Streams a process. */
  most: number;
  /** Between two looks at all streams' sessions, in one query. */
  everyMs: number;
  /** A stream whose session was not seen live for this long ends. */
  unseenMs: number;
  /** A stream that was not read for this long is cut. */
  behindMs: number;
  beatMs: number;
}

const usual: HubLimits = {
  most: 1_000,
  everyMs: 500,
  unseenMs: 1_500,
  behindMs: 20_000,
  beatMs: beatSeconds * 1_000,
};

export interface HubParts extends Pick<WatchParts, "openFeed" | "onFault"> {
  limits?: Partial<HubLimits>;
}

interface Entry extends Reader {
  sessionId: string;
  stream: HeldStream;
  /** When its session was last known to be live, and when it last said something by itself. */
  seenAt: number;
  beatAt: number;
  hangUp: () => void;
}

/**
 * Guarantee: a stream ends within 2 seconds of its session, its person's account or a change of what they may do (rule
 * 16), even where no change is heard or the database is away. It carries topics, never content, and keeps no session alive.
 */
export function createLiveHub({ openFeed, onFault, limits }: HubParts): LiveHub {
  const { most, everyMs, unseenMs, behindMs, beatMs } = { ...usual, ...limits };
  const entries = new Map<string, Entry>();
  let closed = false;

  const watch = watchChanges({ openFeed, hear, check, onFault, everyMs, onGap: () => tellAll(everything) });
  const sweeping = setInterval(sweep, Math.min(250, everyMs));
  sweeping.unref();

  function hear(payload: string): void {
    const change = readChange(payload);
    if (!change) return;
    for (const entry of entries.values()) if (concerns(change, entry)) entry.stream.tell([change.topic]);
    if (touchesRights(change)) watch.poke();
  }
  function tellAll(topics: readonly LiveTopic[]): void {
    for (const { stream } of entries.values()) stream.tell(topics);
  }
  async function check(feed: ChangeFeed): Promise<void> {
    if (entries.size === 0) return;
    const [asked, startedAt] = [[...entries.values()], performance.now()];
    const ids = asked.map(({ sessionId }) => sessionId);
    const live = await within(unseenMs, findLiveSessions(feed.db, ids, sessionLife.idleMinutes));
    const held = new Map(live.map(({ sessionId, permissions }) => [sessionId, new Set(permissions)]));
    for (const entry of asked) judge(entry, held.get(entry.sessionId), startedAt);
  }
  function sweep(): void {
    const now = performance.now();
    for (const entry of entries.values()) {
      if (entry.stream.behind() > behindMs) cut(entry);
      else if (now - entry.seenAt > unseenMs) entry.stream.finish();
      else if (now - entry.beatAt > beatMs) {
        entry.beatAt = now;
        entry.stream.beat();
      }
    }
  }
  function add(reader: StreamReader, hangUp: () => void): OpenStream {
    const { sessionId, userId, permissions } = reader;
    entries.get(sessionId)?.stream.finish("replaced");
    const others = [...entries.values()].filter((entry) => entry.userId === userId);
    if (others.length >= mostOfOne) others[0]?.stream.finish("replaced");
    const stream = createOpenStream({
      hangUp,
      onOver: () => {
        if (entries.get(sessionId)?.stream === stream) entries.delete(sessionId);
      },
    });
    const now = performance.now();
    entries.set(sessionId, { sessionId, userId, permissions, stream, hangUp, seenAt: now, beatAt: now });
    watch.poke();
    return stream;
  }
  const fits = (id: string) => !closed && (entries.size < most || entries.has(id));
  return {
    open: async (reader, hangUp) => {
      const heard = fits(reader.sessionId) && (await watch.heard(unseenMs));
      return heard && fits(reader.sessionId) ? add(reader, hangUp) : null;
    },
    size: () => entries.size,
    close: async () => {
      closed = true;
      clearInterval(sweeping);
      for (const { stream } of [...entries.values()]) stream.finish();
      await watch.close();
    },
  };
}

/** Streams of one person's sessions; the oldest makes room for another. */
const mostOfOne = 20;

const everything = liveTopics.filter((topic) => topic !== "rights");

/** What its session's row says of a stream. */
function judge(entry: Entry, permissions: ReadonlySet<string> | undefined, seenAt: number): void {
  if (!permissions) {
    entry.stream.finish("ended");
    return;
  }
  entry.seenAt = Math.max(entry.seenAt, seenAt);
  const same = permissions.size === entry.permissions.size;
  if (same && [...entry.permissions].every((one) => permissions.has(one))) return;
  entry.stream.tell(["rights"]);
  entry.stream.finish();
}

/** No word: it would not be read. */
function cut({ stream, hangUp }: Entry): void {
  stream.leave();
  hangUp();
}

async function within<T>(mostMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`No answer in ${mostMs} ms.`)), mostMs);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
