import { describe, expect, test } from "vitest";
import { FUZZED } from "../fuzz/all";

/** For how long each; `npm run bench:fuzz` goes on for a million texts. */
const MILLISECONDS = 1500;
const AT_ONCE = 200;

describe.each(Object.entries(FUZZED))("%s", (_, fuzz) => {
  test("of any text comes what it says, or where it can't be read, and soon", () => {
    const start = performance.now();
    let [tried, parsed] = [0, 0];
    for (let seed = Date.now(); performance.now() - start < MILLISECONDS; seed += AT_ONCE, tried += AT_ONCE)
      parsed += fuzz(AT_ONCE, seed).parsed;
    // Else nothing but refusals was tried.
    expect(parsed).toBeGreaterThan(tried / 200);
  });

  test("the same seed makes the same texts", () => {
    expect(fuzz(50, 1).parsed).toBe(fuzz(50, 1).parsed);
  });
});
