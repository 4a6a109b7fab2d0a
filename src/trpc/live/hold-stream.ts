import { beatSeconds, type LiveTopic, liveEvents, liveTopics } from "@/contracts/live-topics";

export interface LiveSigns {
  /** A stream is open: whatever changed before was not heard. */
  onUp(): void;
  onTopics(topics: readonly LiveTopic[]): void;
  onBeat(): void;
  /** The session is over. */
  onEnded(): void;
  /** No stream is open; it is tried again. */
  onDown(): void;
}

export type Opener = (url: string) => EventSource;

const url = "/api/events";
const [soonest, latest] = [1_000, 30_000];
/** Without a sign for so long, the connection is taken for dead. */
export const silenceMs = beatSeconds * 2_500;

/**
 * Holds one stream open until the returned function is called: a lost one comes back after a growing, uneven wait, one
 * that a newer stream replaced when the page is looked at again, one whose session ended never.
 */
export function holdStream(
  signs: LiveSigns,
  open: Opener = (address) => new EventSource(address),
): () => void {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wait = soonest;
  let ended = false;
  const watched = new AbortController();

  function drop(): void {
    clearTimeout(timer);
    source?.close();
    source = null;
  }
  function retry(afterMs: number): void {
    drop();
    signs.onDown();
    timer = setTimeout(connect, afterMs);
  }
  function lost(): void {
    retry(wait * (0.75 + Math.random() / 2));
    wait = Math.min(wait * 2, latest);
  }
  function alive(): void {
    clearTimeout(timer);
    timer = setTimeout(lost, silenceMs);
  }
  function connect(): void {
    drop();
    const made = open(url);
    source = made;
    const on = (name: string, hear: (data: string) => void) =>
      made.addEventListener(name, (event) => {
        if (source === made) hear((event as MessageEvent<string>).data);
      });
    alive();
    on("error", lost);
    on(liveEvents.hello, () => {
      wait = soonest;
      alive();
      signs.onUp();
    });
    on(liveEvents.changed, (data) => {
      alive();
      const topics = readTopics(data);
      signs.onTopics(topics);
      // The server ends this one; the next is opened under the new rights.
      if (topics.includes("rights")) retry(0);
    });
    on(liveEvents.beat, () => {
      alive();
      signs.onBeat();
    });
    on(liveEvents.ended, () => {
      ended = true;
      drop();
      signs.onEnded();
    });
    on(liveEvents.replaced, () => {
      drop();
      signs.onDown();
    });
  }
  const lookedAt = () => {
    if (source === null && !ended && document.visibilityState === "visible") connect();
  };
  document.addEventListener("visibilitychange", lookedAt, { signal: watched.signal });
  window.addEventListener("focus", lookedAt, { signal: watched.signal });
  window.addEventListener("online", lookedAt, { signal: watched.signal });
  connect();
  return () => {
    watched.abort();
    drop();
  };
}

function readTopics(data: string): LiveTopic[] {
  const told: unknown = JSON.parse(data);
  return Array.isArray(told) ? liveTopics.filter((topic) => told.includes(topic)) : [];
}
