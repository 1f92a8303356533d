import fc from "fast-check";
import { expect, test } from "vitest";
import { aggregated, type WindowMethod } from "../../../../datadog/evaluate/windows";

/** Multiples of a millionth of two, so that a sum in whole numbers is exact; NaN is no point. */
const VALUE = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: -1e9, max: 1e9 }).map((whole) => whole / 2 ** 20) },
  { weight: 1, arbitrary: fc.constantFrom(NaN, 2 ** 40, -(2 ** 40), 2 ** -20) },
);

/** Windows that only move forwards, some of them empty. */
const WINDOWS = fc.array(fc.tuple(fc.nat(3), fc.nat(3)), { minLength: 1, maxLength: 60 });

function boundsIn(moves: readonly (readonly [number, number])[], length: number) {
  let [start, stop] = [0, 0];
  const bounds = moves.map(([first, last]) => {
    stop = Math.min(stop + last, length);
    start = Math.min(start + first, stop);
    return [start, stop] as const;
  });
  return { first: Int32Array.from(bounds, ([first]) => first), end: Int32Array.from(bounds, ([, end]) => end) };
}

/** Of the window's points one by one, in whole numbers where they are added up. */
function plainly(points: readonly number[], method: WindowMethod): number {
  if (points.length === 0) return NaN;
  if (method === "min") return Math.min(...points);
  if (method === "max") return Math.max(...points);
  const sum = points.reduce((total, value) => total + BigInt(value * 2 ** 20), 0n);
  const count = method === "avg" ? BigInt(points.length) : 1n;
  // With so many more digits the division's own rounding is not seen: what is left is rounded once.
  return Number((sum << 100n) / count) / 2 ** 120;
}

test.each(["avg", "sum", "min", "max"] as const)(
  "%s of each window is that of its points alone, whatever came before",
  (method) => {
    fc.assert(
      fc.property(fc.array(VALUE, { minLength: 1, maxLength: 80 }), WINDOWS, (values, moves) => {
        const bounds = boundsIn(moves, values.length);
        const got = aggregated(Float64Array.from(values), bounds, method);
        const wanted = [...bounds.first].map((first, window) =>
          plainly(
            values.slice(first, bounds.end[window]).filter((value) => !Number.isNaN(value)),
            method,
          ),
        );
        expect([...got]).toEqual(wanted);
      }),
    );
  },
);

test("the average of equal values is that value, to the last digit", () => {
  const values = new Float64Array(100_000).fill(0.1);
  const first = Int32Array.from({ length: 90_000 }, (_, index) => index);
  const averages = aggregated(values, { first, end: first.map((start) => start + 7) }, "avg");
  expect(new Set(averages)).toEqual(new Set([0.1]));
});

test("small values are still there after a large one has left the window", () => {
  const values = Float64Array.of(1e17, 0.25, 0.25, 0.25, 0.25);
  const sums = aggregated(values, { first: Int32Array.of(0, 1, 3), end: Int32Array.of(2, 3, 5) }, "sum");
  expect([...sums]).toEqual([1e17, 0.5, 0.5]);
});

test("what is no finite number is no point", () => {
  const values = Float64Array.of(Infinity, 2, -Infinity, NaN);
  const windows = { first: Int32Array.of(0, 2), end: Int32Array.of(4, 4) };
  for (const method of ["avg", "sum", "min", "max"] as const) {
    expect([...aggregated(values, windows, method)]).toEqual([2, NaN]);
  }
});
