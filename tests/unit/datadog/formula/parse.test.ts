import fc from "fast-check";
import { expect, test } from "vitest";
import { queriesNamed } from "../../../../datadog/formula/formula";
import { FORMULA_FUNCTIONS } from "../../../../datadog/formula/functions";
import { FormulaSyntaxError, parseFormula } from "../../../../datadog/formula/parse";

test.each([
  ["a", ["a"]],
  ["a / b * 100", ["a", "b"]],
  ["(query1-query2)/query1", ["query1", "query2"]],
  ["anomalies(moving_rollup(a, 60, 'avg'), 'basic', 2, direction='both') * 1.5e3", ["a"]],
  ["percentile(query1, 'p90', { * })", ["query1"]],
  ["100 - -a", ["a"]],
  ["derivative(query2) * (-1) * 1000 * 512", ["query2"]],
  ["((q1 - calendar_shift(q2, '-1w', 'UTC')) / q2)", ["q1", "q2"]],
  ["1", []],
])("%s calculates with %j", (formula, names) => {
  expect(queriesNamed(parseFormula(formula)).map(({ name }) => name)).toEqual(names);
});

test.each([
  ["", 0],
  ["a / ", 4],
  ["a b", 2],
  ["a > 5", 2],
  ["(a / b", 6],
  ["a)", 1],
  ["a / $b", 4],
  [`${"(".repeat(60)}a${")".repeat(60)}`, 50],
])("%j can't be read at %d", (formula, offset) => {
  expect(() => parseFormula(formula)).toThrow(expect.objectContaining({ offset }) as FormulaSyntaxError);
});

test("any text is read, or refused at a place in it", () => {
  const pieces = fc.constantFrom(
    "a",
    "b1",
    "f(",
    ")",
    "(",
    "+",
    "-",
    "*",
    "/",
    " ",
    ",",
    "'x'",
    "'",
    "1",
    "1.5",
    "=",
    ".",
    "{*}",
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.array(pieces).map((some) => some.join("")),
        fc.string(),
      ),
      (text) => {
        try {
          queriesNamed(parseFormula(text));
        } catch (error) {
          if (!(error instanceof FormulaSyntaxError)) throw error;
          expect(error.offset).toBeLessThanOrEqual(text.length);
        }
      },
    ),
    { numRuns: 500 },
  );
});

test("a sum of any queries names them, whatever its brackets", () => {
  const name = fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/);
  fc.assert(
    fc.property(fc.uniqueArray(name, { minLength: 1, maxLength: 20 }), fc.boolean(), (names, bracketed) => {
      const formula = names.reduce((left, right) => (bracketed ? `(${left}) + ${right}` : `${left} + ${right}`));
      expect(queriesNamed(parseFormula(formula)).map((one) => one.name)).toEqual(names);
    }),
  );
});

test("a function's name stands once, whoever names it", () => {
  expect(new Set(FORMULA_FUNCTIONS).size).toBe(FORMULA_FUNCTIONS.length);
});
