import { silenceMs } from "./hold-stream";
import { type Asked, isRefused } from "./stale-queries";

const [whileHeard, whileNot] = [60_000, 10_000];

let heardAt = Number.NEGATIVE_INFINITY;

/** Notes a sign of the stream, or that there is none. */
export function noteSign(isUp: boolean): void {
  heardAt = isUp ? performance.now() : Number.NEGATIVE_INFINITY;
}

/**
 * `refetchInterval` of what the stream tells of: once a minute while changes are heard, as often as every ten seconds
 * while they are not, never after a refusal.
 */
export function fallbackInterval(query: Asked): number | false {
  if (isRefused(query)) return false;
  return performance.now() - heardAt < silenceMs ? whileHeard : whileNot;
}
