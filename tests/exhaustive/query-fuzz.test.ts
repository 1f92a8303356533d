import { expect, test } from "vitest";
import { fuzzQueries } from "../fuzz/query";

/** For how long; `npm run bench:fuzz` goes on for a million texts. */
const MILLISECONDS = 1500;
const AT_ONCE = 200;

test("of any text comes a query or where it can't be read, and soon", () => {
  const start = performance.now();
  let parsed = 0;
  for (let seed = Date.now(); performance.now() - start < MILLISECONDS; seed++)
    parsed += fuzzQueries(AT_ONCE, seed).parsed;
  expect(parsed).toBeGreaterThan(0);
});

test("the same seed makes the same texts", () => {
  expect(fuzzQueries(50, 1).parsed).toBe(fuzzQueries(50, 1).parsed);
});
