import { type LiveTopic, liveTopics } from "@/contracts/live-topics";
import { holdStream, type LiveSigns, type Opener } from "./hold-stream";

const name = "countersign.live";

type Sign =
  | { is: "up"; to?: string }
  | { is: "topics"; topics: readonly LiveTopic[] }
  | { is: "beat" | "ended" | "down" }
  /** A new tab asks whether a stream is open. */
  | { is: "asked"; by: string };

/** What of the browser the tabs share; handed in by tests. */
export interface Shared {
  locks: Pick<LockManager, "request"> | undefined;
  channel: (() => BroadcastChannel) | undefined;
  open?: Opener;
}

const browser = (): Shared => ({
  locks: navigator.locks,
  channel: typeof BroadcastChannel === "undefined" ? undefined : () => new BroadcastChannel(name),
});

/**
 * One stream for all tabs of a browser: whoever has the lock holds it and tells the others; when that tab goes, the next
 * one takes over. Where a browser lacks locks or channels, the tab that is looked at holds its own.
 */
export function shareStream(signs: LiveSigns, { locks, channel, open }: Shared = browser()): () => void {
  if (!locks || !channel) return holdStream(signs, open);
  const self = Math.random().toString(36).slice(2);
  const air = channel();
  const stopped = new AbortController();
  let [leads, up] = [false, false];

  air.addEventListener("message", ({ data }: MessageEvent<Sign>) => {
    if (leads) {
      if (data.is === "asked" && up) air.postMessage({ is: "up", to: data.by } satisfies Sign);
    } else if (data.is !== "up" || data.to === undefined || data.to === self) follow(signs, data);
  });
  const lead = (): LiveSigns => {
    const both = (sign: Sign, isUp = up) => {
      up = isUp;
      follow(signs, sign);
      air.postMessage(sign);
    };
    return {
      onUp: () => both({ is: "up" }, true),
      onTopics: (topics) => both({ is: "topics", topics }),
      onBeat: () => both({ is: "beat" }),
      onEnded: () => both({ is: "ended" }, false),
      onDown: () => both({ is: "down" }, false),
    };
  };
  const held = () =>
    new Promise<void>((resolve) => {
      leads = true;
      const letGo = holdStream(lead(), open);
      stopped.signal.addEventListener("abort", () => {
        letGo();
        resolve();
      });
    });
  locks.request(name, { signal: stopped.signal }, held).catch(() => {});
  air.postMessage({ is: "asked", by: self } satisfies Sign);
  return () => {
    stopped.abort();
    air.close();
  };
}

function follow(signs: LiveSigns, sign: Sign): void {
  if (sign.is === "up") signs.onUp();
  else if (sign.is === "topics") signs.onTopics(liveTopics.filter((topic) => sign.topics.includes(topic)));
  else if (sign.is === "beat") signs.onBeat();
  else if (sign.is === "ended") signs.onEnded();
  else if (sign.is === "down") signs.onDown();
}
