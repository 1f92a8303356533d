import fc from "fast-check";
import { expect, test } from "vitest";

import { generatePassword } from "./generate.js";

const count = fc.integer({ min: 0, max: 5 });

test("a password has its length, the least number of each kind and only allowed characters", () => {
  fc.assert(
    fc.property(fc.integer({ min: 20, max: 40 }), count, count, count, (length, minLower, minNumeric, minSpecial) => {
      const kinds = { lower: true, upper: false, numeric: true, special: true };
      const least = { minLower, minUpper: 0, minNumeric, minSpecial };
      const password = generatePassword({ length, ...kinds, ...least, overrideSpecial: "_." });
      expect(password).toMatch(/^[a-z0-9_.]*$/);
      expect(password).toHaveLength(length);
      expect(password.replace(/[^a-z]/g, "").length).toBeGreaterThanOrEqual(minLower);
      expect(password.replace(/[^0-9]/g, "").length).toBeGreaterThanOrEqual(minNumeric);
      expect(password.replace(/[^_.]/g, "").length).toBeGreaterThanOrEqual(minSpecial);
    }),
  );
});

test("the kinds that must be there have no fixed place", () => {
  const kinds = { lower: true, upper: false, numeric: false, special: false };
  const least = { minLower: 0, minUpper: 0, minNumeric: 1, minSpecial: 0 };
  const places = Array.from({ length: 200 }, () => generatePassword({ length: 4, ...kinds, ...least }).search(/[0-9]/));
  expect(new Set(places).size).toBe(4);
});
