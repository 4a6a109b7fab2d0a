const quiet = 30_000;

let lastTouch = Date.now();

/** Watches for the person's hands until the returned function is called. */
export function watchHands(): () => void {
  const touch = () => {
    lastTouch = Date.now();
  };
  const watch = new AbortController();
  for (const kind of ["pointerdown", "keydown", "wheel"]) {
    window.addEventListener(kind, touch, { capture: true, passive: true, signal: watch.signal });
  }
  return () => watch.abort();
}

/** Marks what a page asks for by itself, so that a page left open does not keep its session from idling out. */
export function passiveHeaders(): Record<string, string> {
  return Date.now() - lastTouch > quiet ? { "x-countersign-passive": "1" } : {};
}
