import { expect, test } from "vitest";

import { goQuote } from "./go-quote.js";

// The right sides are what Go prints for fmt.Sprintf("%q", …).
test.each([
  ["plain ü 日本 🙂", '"plain ü 日本 🙂"'],
  ['say "a\\b"', '"say \\"a\\\\b\\""'],
  ["\t\n\r\x07\b\f\v", '"\\t\\n\\r\\a\\b\\f\\v"'],
  ["\x00\x1b\x7f", '"\\x00\\x1b\\x7f"'],
  ["\u00a0\u200b\u{e0001}", '"\\u00a0\\u200b\\U000e0001"'],
])("%j is quoted as Go quotes it", (text, quoted) => {
  expect(goQuote(text)).toBe(quoted);
});
