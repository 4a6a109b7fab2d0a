import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import type { ChangeFeed } from "../../db/change-feed";

export interface WatchParts {
  openFeed: (hear: (payload: string) => void) => Promise<ChangeFeed>;
  hear: (payload: string) => void;
  /** Looks at the open streams over the feed's own connection; called every `everyMs` and when poked. */
  check: (feed: ChangeFeed) => Promise<void>;
  /** Changes may have gone unheard. */
  onGap: () => void;
  /** Told once until a feed is open again. */
  onFault: (error: unknown) => void;
  everyMs: number;
}

export interface Watch {
  /** Whether changes are heard; waits a while for it. */
  heard(patienceMs: number): Promise<boolean>;
  /** Checks now, and once more where a check is under way. */
  poke(): void;
  close(): Promise<void>;
}

const retryMs = 250;

/** Keeps one feed open until it is closed: whenever it is lost, another is opened and the gap is told. */
export function watchChanges(parts: WatchParts): Watch {
  const bell = createBell();
  let [closed, open, before, told] = [false, false, false, false];

  async function follow(feed: ChangeFeed): Promise<void> {
    let lost = false;
    void feed.lost.then(() => {
      lost = true;
      bell.ring();
    });
    if (before) parts.onGap();
    [open, before, told] = [true, true, false];
    while (!closed && !lost) {
      await parts.check(feed);
      await bell.rung(parts.everyMs);
    }
  }
  async function keep(): Promise<void> {
    while (!closed) {
      try {
        const feed = await parts.openFeed(parts.hear);
        await follow(feed).finally(feed.close);
      } catch (error) {
        if (!closed && !told) parts.onFault(error);
        told = true;
      }
      open = false;
      if (!closed) await sleep(retryMs);
    }
  }
  const kept = keep();
  return {
    heard: async (patienceMs) => {
      const until = performance.now() + patienceMs;
      while (!open && !closed && performance.now() < until) await sleep(20);
      return open && !closed;
    },
    poke: bell.ring,
    close: () => {
      closed = true;
      bell.ring();
      return kept;
    },
  };
}

/** Wakes the one that waits; rung while nobody does, it wakes the next at once. */
function createBell() {
  let rungAlready = false;
  let wake: (() => void) | null = null;
  return {
    ring: () => {
      rungAlready = wake === null;
      wake?.();
    },
    rung: async (mostMs: number) => {
      if (!rungAlready) {
        await new Promise<void>((resolve) => {
          wake = resolve;
          setTimeout(resolve, mostMs).unref();
        });
      }
      [rungAlready, wake] = [false, null];
    },
  };
}
