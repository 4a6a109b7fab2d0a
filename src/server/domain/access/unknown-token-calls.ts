import "server-only";

export interface UnknownTokenLimits {
  /** Calls with unknown tokens that a block makes in a minute before it is slowed. */
  perMinute: number;
  /** Blocks told apart in memory. */
  blocks: number;
}

export interface UnknownTokenCalls {
  /** Counts one more; true where the block has made too many this minute. */
  count(block: string): boolean;
  isOver(block: string): boolean;
  /** All of this minute or of the last, whichever are more, whatever block they came from. */
  lately(): number;
  /** Seconds until the counting starts anew. */
  secondsLeft(): number;
  /** What was counted since the last time, to be written down. */
  take(): Array<{ block: string; calls: number }>;
  /** Puts back what could not be written. */
  putBack(calls: ReadonlyArray<{ block: string; calls: number }>): void;
}

const minute = 60_000;

/**
 * Counts calls with well-formed tokens that nobody knows, per /24 or /64, in bounded memory and without a write a call
 * (rule 12). Blocks beyond the bound are summed, and slowed from their first call.
 */
export function createUnknownTokenCalls(limits: UnknownTokenLimits): UnknownTokenCalls {
  const unwritten = new Map<string, number>();
  let current = new Map<string, number>();
  let [total, before] = [0, 0];
  let startedAt = performance.now();

  const turn = () => {
    const elapsed = performance.now() - startedAt;
    if (elapsed < minute) return;
    current = new Map();
    [total, before] = [0, elapsed < 2 * minute ? total : 0];
    startedAt = performance.now();
  };
  const add = (counts: Map<string, number>, block: string, calls: number) => {
    const fits = counts.has(block) || counts.size < limits.blocks;
    const counted = fits ? block : block.includes(":") ? "::/0" : "0.0.0.0/0";
    counts.set(counted, (counts.get(counted) ?? 0) + calls);
    return fits;
  };
  const isOver = (block: string) => {
    turn();
    return (current.get(block) ?? 0) > limits.perMinute;
  };

  return {
    isOver,
    lately: () => {
      turn();
      return Math.max(total, before);
    },
    count(block) {
      turn();
      total += 1;
      add(unwritten, block, 1);
      return !add(current, block, 1) || isOver(block);
    },
    secondsLeft: () => Math.max(1, Math.ceil((startedAt + minute - performance.now()) / 1000)),
    take() {
      const calls = [...unwritten].map(([block, count]) => ({ block, calls: count }));
      unwritten.clear();
      return calls;
    },
    putBack(calls) {
      for (const one of calls) add(unwritten, one.block, one.calls);
    },
  };
}
