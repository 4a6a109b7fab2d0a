import "server-only";
import type { LiveTopic } from "../../../contracts/live-topics";
import { createUnsaid, lastWord } from "./unsaid";

/** One browser's stream, pulled by whoever writes it: nothing piles up before a slow reader. */
export interface OpenStream {
  /** The next text to write, as soon as there is one; null at the end. */
  next(): Promise<string | null>;
  /** The browser went. */
  leave(): void;
}

export interface HeldStream extends OpenStream {
  tell(topics: Iterable<LiveTopic>): void;
  beat(): void;
  /** Ends it, with what it has yet to say or a last word in its place; half a second later the connection is cut. */
  finish(word?: "ended" | "replaced"): void;
  /** Milliseconds for which something has stood unread; 0 where nothing does. */
  behind(): number;
}

export interface StreamEnds {
  /** Cuts the connection; does nothing to one that has answered in full. */
  hangUp: () => void;
  /** Called once, when nothing more is to be told. */
  onOver: () => void;
}

const patienceMs = 500;

/** A stream that begins with `hello`. Guarantee: after its end nothing is told, read or not. */
export function createOpenStream({ hangUp, onOver }: StreamEnds): HeldStream {
  const unsaid = createUnsaid();
  let end: string | null = null;
  let waiting: ((text: string | null) => void) | null = null;

  function flush(): void {
    if (!waiting) return;
    const text = end ?? unsaid.take();
    if (text === "" && end === null) return;
    if (end !== null) end = "";
    waiting(text || null);
    waiting = null;
  }
  function finishWith(last: string): boolean {
    if (end !== null) return false;
    end = last;
    onOver();
    flush();
    return true;
  }
  return {
    next: () =>
      new Promise((resolve) => {
        waiting = resolve;
        flush();
      }),
    leave: () => void finishWith(""),
    tell: (topics) => {
      unsaid.tell(topics);
      // What one transaction tells arrives in one turn, and leaves as one event.
      queueMicrotask(flush);
    },
    beat: () => {
      unsaid.beat();
      flush();
    },
    finish: (word) => {
      if (finishWith(word ? lastWord(word) : unsaid.take())) setTimeout(hangUp, patienceMs).unref();
    },
    behind: () => (end === null ? unsaid.age() : 0),
  };
}
