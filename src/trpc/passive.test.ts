import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { passiveHeaders, watchHands } from "./passive";

describe("what a page asks for by itself", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal("window", new EventTarget());
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("is marked once nobody has touched the page for half a minute, and no longer after a touch", () => {
    const stop = watchHands();
    window.dispatchEvent(new Event("keydown"));
    expect(passiveHeaders()).toEqual({});
    vi.advanceTimersByTime(30_001);
    expect(passiveHeaders()).toEqual({ "x-countersign-passive": "1" });
    window.dispatchEvent(new Event("pointerdown"));
    expect(passiveHeaders()).toEqual({});
    stop();
  });
});
