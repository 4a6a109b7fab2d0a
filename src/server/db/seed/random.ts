import "server-only";

const base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** Pseudo-random numbers for invented data; never for anything secret. */
export interface Random {
  /** A whole number from 0 to 2^32 − 1. */
  word(): number;
  /** From 0 up to, not including, 1. */
  unit(): number;
  below(limit: number): number;
  between(least: number, most: number): number;
  chance(probability: number): boolean;
  pick<T>(pool: readonly T[]): T;
  /** Prefers the front of the pool, as names do in real life. */
  pickSkewed<T>(pool: readonly T[]): T;
  letters(count: number): string;
}

/** A stream of its own for every pair of seed and index (sfc32), so that the n-th of ten is the n-th of a million. */
export function randomAt(seed: number, index: number): Random {
  let a = seed | 0;
  let b = index | 0;
  let c = Math.floor(index / 2 ** 32) | 0;
  let counter = 1;
  const word = () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (let round = 0; round < 15; round++) word();
  const unit = () => word() / 2 ** 32;
  const below = (limit: number) => Math.floor(unit() * limit);
  return {
    word,
    unit,
    below,
    between: (least, most) => least + below(most - least + 1),
    chance: (probability) => unit() < probability,
    pick: (pool) => itemAt(pool, below(pool.length)),
    pickSkewed: (pool) => itemAt(pool, Math.floor(unit() * unit() * pool.length)),
    letters: (count) => {
      let text = "";
      while (text.length < count) text += base62.charAt(below(62));
      return text;
    },
  };
}

function itemAt<T>(pool: readonly T[], index: number): T {
  const item = pool[index];
  if (item === undefined) throw new Error("The pool is empty.");
  return item;
}
