import "server-only";

export interface FamiliarCallers {
  has(caller: string): boolean;
  add(caller: string): void;
}

/**
 * Callers whose token and address were let in lately, in bounded memory: the newest `most` and up to as many older ones.
 * It tells who waits for whom while strangers flood, and decides nothing about what anybody may read.
 */
export function createFamiliarCallers(most: number): FamiliarCallers {
  let recent = new Set<string>();
  let older = new Set<string>();
  return {
    has: (caller) => recent.has(caller) || older.has(caller),
    add(caller) {
      if (recent.has(caller)) return;
      if (recent.size >= most) [older, recent] = [recent, new Set()];
      recent.add(caller);
    },
  };
}
