import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { LiveTopic } from "@/contracts/live-topics";
import { fallbackInterval, noteSign } from "./fallback-interval";
import { holdStream, type LiveSigns, silenceMs } from "./hold-stream";
import { type Shared, shareStream } from "./share-stream";

/** The server's end of a stream. */
class FakeSource extends EventTarget {
  static all: FakeSource[] = [];
  closed = false;
  constructor() {
    super();
    FakeSource.all.push(this);
  }
  close() {
    this.closed = true;
  }
  say(name: string, data: unknown = {}) {
    this.dispatchEvent(Object.assign(new Event(name), { data: JSON.stringify(data) }));
  }
  static open = () => FakeSource.all.filter(({ closed }) => !closed);
  static last() {
    const last = FakeSource.all.at(-1);
    if (!last) throw new Error("No stream was asked for.");
    return last;
  }
}
const open = () => new FakeSource() as unknown as EventSource;

function signsOf() {
  const told: string[] = [];
  const signs: LiveSigns = {
    onUp: () => told.push("up"),
    onTopics: (topics: readonly LiveTopic[]) => told.push(topics.join()),
    onBeat: () => told.push("beat"),
    onEnded: () => told.push("ended"),
    onDown: () => told.push("down"),
  };
  return { told, signs };
}

/** One browser's locks and channel, told at once. */
function fakeBrowser(): Shared {
  const queue: Array<() => Promise<unknown>> = [];
  let held = false;
  const grant = () => {
    const next = held ? undefined : queue.shift();
    if (!next) return;
    held = true;
    void next().then(() => {
      held = false;
      grant();
    });
  };
  const request = (_: string, { signal }: LockOptions, run: () => Promise<unknown>) =>
    new Promise<void>((resolve, reject) => {
      const work = () => (signal?.aborted ? Promise.resolve() : run().then(() => resolve()));
      signal?.addEventListener("abort", () => reject(new Error("aborted")));
      queue.push(work);
      grant();
    });
  const ears = new Set<EventTarget>();
  const channel = () => {
    const own = new EventTarget();
    ears.add(own);
    return Object.assign(own, {
      postMessage: (data: unknown) => {
        for (const ear of ears)
          if (ear !== own) ear.dispatchEvent(Object.assign(new Event("message"), { data }));
      },
      close: () => ears.delete(own),
    });
  };
  return { locks: { request }, channel, open } as unknown as Shared;
}

beforeEach(() => {
  vi.useFakeTimers();
  FakeSource.all = [];
  vi.stubGlobal("document", Object.assign(new EventTarget(), { visibilityState: "visible" }));
  vi.stubGlobal("window", new EventTarget());
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("one stream a browser", () => {
  it("is opened by one tab and heard in all", () => {
    const shared = fakeBrowser();
    const [first, second] = [signsOf(), signsOf()];
    shareStream(first.signs, shared);
    shareStream(second.signs, shared);
    expect(FakeSource.all).toHaveLength(1);
    FakeSource.last().say("hello");
    FakeSource.last().say("changed", ["requests", "tokens"]);
    FakeSource.last().say("beat");
    FakeSource.last().say("ended");
    expect(first.told).toEqual(["up", "requests,tokens", "beat", "ended"]);
    expect(second.told).toEqual(first.told);
  });

  it("tells a tab that comes later that it is open, and that one alone", () => {
    const shared = fakeBrowser();
    const [first, second, third] = [signsOf(), signsOf(), signsOf()];
    shareStream(first.signs, shared);
    FakeSource.last().say("hello");
    shareStream(second.signs, shared);
    shareStream(third.signs, shared);
    expect([first.told, second.told, third.told]).toEqual([["up"], ["up"], ["up"]]);
  });

  it("passes to another tab when the one that holds it goes", async () => {
    const shared = fakeBrowser();
    const [first, second] = [signsOf(), signsOf()];
    const leave = shareStream(first.signs, shared);
    shareStream(second.signs, shared);
    leave();
    await vi.advanceTimersByTimeAsync(0);
    expect(FakeSource.all).toHaveLength(2);
    expect(FakeSource.open()).toHaveLength(1);
    FakeSource.last().say("hello");
    expect(second.told).toEqual(["up"]);
    expect(first.told).toEqual([]);
  });

  it("is each tab's own where the browser has no locks", () => {
    const alone = { locks: undefined, channel: undefined, open };
    shareStream(signsOf().signs, alone);
    shareStream(signsOf().signs, alone);
    expect(FakeSource.all).toHaveLength(2);
  });

  it("carries no topic that is not known", () => {
    const { told, signs } = signsOf();
    holdStream(signs, open);
    FakeSource.last().say("changed", ["requests", "<b>", 7]);
    expect(told).toEqual(["requests"]);
  });
});

describe("a stream that is lost", () => {
  it("comes back after waits that grow to half a minute, and starts anew once it is open", () => {
    holdStream(signsOf().signs, open);
    let waited = 0;
    for (let tries = 0; tries < 12; tries++) {
      FakeSource.last().dispatchEvent(new Event("error"));
      const before = FakeSource.all.length;
      for (waited = 0; FakeSource.all.length === before; waited += 250) vi.advanceTimersByTime(250);
    }
    expect(waited).toBeGreaterThanOrEqual(22_000);
    expect(waited).toBeLessThanOrEqual(38_000);
    FakeSource.last().say("hello");
    FakeSource.last().dispatchEvent(new Event("error"));
    const before = FakeSource.all.length;
    vi.advanceTimersByTime(1_500);
    expect(FakeSource.all).toHaveLength(before + 1);
    expect(FakeSource.open()).toHaveLength(1);
  });

  it("is taken for dead after silence", () => {
    const { told, signs } = signsOf();
    holdStream(signs, open);
    FakeSource.last().say("hello");
    vi.advanceTimersByTime(silenceMs + 1);
    expect(told).toEqual(["up", "down"]);
    expect(FakeSource.open()).toHaveLength(0);
  });

  it("is opened at once under new rights, and not at all once its session ended", () => {
    holdStream(signsOf().signs, open);
    FakeSource.last().say("changed", ["rights"]);
    vi.advanceTimersByTime(0);
    expect(FakeSource.all).toHaveLength(2);
    FakeSource.last().say("ended");
    vi.advanceTimersByTime(600_000);
    document.dispatchEvent(new Event("visibilitychange"));
    expect(FakeSource.all).toHaveLength(2);
    expect(FakeSource.open()).toHaveLength(0);
  });

  it("stays with the newer one that replaced it until the page is looked at", () => {
    holdStream(signsOf().signs, open);
    FakeSource.last().say("replaced");
    vi.advanceTimersByTime(600_000);
    expect(FakeSource.all).toHaveLength(1);
    document.dispatchEvent(new Event("visibilitychange"));
    expect(FakeSource.all).toHaveLength(2);
  });
});

describe("what a page asks by itself", () => {
  it("is once a minute while changes are heard, every ten seconds while not, never after a refusal", () => {
    const query = { state: { error: null } };
    noteSign(false);
    expect(fallbackInterval(query)).toBe(10_000);
    noteSign(true);
    expect(fallbackInterval(query)).toBe(60_000);
    vi.advanceTimersByTime(silenceMs + 1);
    expect(fallbackInterval(query)).toBe(10_000);
    expect(fallbackInterval({ state: { error: { data: { code: "FORBIDDEN" } } } })).toBe(false);
  });
});
