/** Numbers by chance, the same from the same seed. */
export interface Random {
  /** A whole number from 0 up to and without `limit`. */
  below(limit: number): number;
  one<T>(of: readonly [T, ...T[]]): T;
}

/** Mulberry32: fast, and even enough to choose texts by. */
export function randomFrom(seed: number): Random {
  let state = seed | 0;
  const below = (limit: number) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  };
  return { below, one: (of) => of[below(of.length)] ?? of[0] };
}
