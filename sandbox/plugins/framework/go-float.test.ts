import { expect, test } from "vitest";
import { goFloat } from "./go-float.js";

test.each([
  [0, "0"],
  [800.5, "800.5"],
  [999_999, "999999"],
  [1_000_000, "1e+06"],
  [1_234_567, "1.234567e+06"],
  [-3_000_000, "-3e+06"],
  [0.0001, "0.0001"],
  [0.000025, "2.5e-05"],
  [1.5e100, "1.5e+100"],
])("%d is written as Go writes it", (value, expected) => {
  expect(goFloat(value)).toBe(expected);
});
