import "server-only";

/**
 * Runs one write for all who ask. Guarantee: what a caller waits for began after it asked, so that it covers all that was
 * done before; who asks while one runs shares the next.
 */
export function shareWrite(write: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;

  function start(): Promise<void> {
    const started = write().finally(() => {
      if (running === started) running = null;
    });
    running = started;
    return started;
  }

  return () => {
    if (!running) return start();
    next ??= running
      .catch(() => {})
      .then(() => {
        next = null;
        return start();
      });
    return next;
  };
}
