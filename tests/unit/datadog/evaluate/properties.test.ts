import * as fc from "fast-check";
import { expect, test } from "vitest";
import { byGroup, evaluated, historyOf, minutely, valuesOf } from "./histories";

const MINUTES = 12;

/** Series of one value for each minute, in whole numbers so that sums are exact, on hosts of environments. */
const complete = fc.array(
  fc.record({
    host: fc.constantFrom("a", "b", "c"),
    env: fc.constantFrom("dev", "prod"),
    values: fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: MINUTES, maxLength: MINUTES }),
  }),
  { minLength: 1, maxLength: 8 },
);

/** The same with gaps. */
const gapped = fc.array(
  fc.record({
    host: fc.constantFrom("a", "b", "c"),
    env: fc.constantFrom("dev", "prod"),
    values: fc.array(fc.option(fc.integer({ min: -1000, max: 1000 }), { nil: NaN }), {
      minLength: MINUTES,
      maxLength: MINUTES,
    }),
  }),
  { minLength: 1, maxLength: 8 },
);

type Described = { host: string; env: string; values: number[] }[];

function history(all: Described) {
  return historyOf(
    ...all.map(({ host, env, values }, index) => minutely("m", [`host:${host}`, `env:${env}`, `n:${index}`], values)),
  );
}

function sumOver(lines: readonly (readonly number[])[]): number[] {
  return Array.from({ length: MINUTES }, (_, at) => lines.reduce((sum, values) => sum + (values[at] ?? NaN), 0));
}

test("groups divide the series among them: of complete ones, their sums add up to the sum without groups", () => {
  fc.assert(
    fc.property(complete, fc.constantFrom("host", "env", "host,env", "n"), (all, keys) => {
      const groups = evaluated(`sum:m{*} by {${keys}}`, history(all), MINUTES);
      expect(sumOver(groups.map(({ values }) => [...values]))).toEqual(valuesOf("sum:m{*}", history(all), MINUTES));
    }),
  );
});

test("a group is what a scope of its tags has", () => {
  fc.assert(
    fc.property(gapped, fc.constantFrom("avg", "sum", "min", "max"), (all, aggregator) => {
      for (const { group, values } of evaluated(`${aggregator}:m{*} by {host}`, history(all), MINUTES)) {
        expect(valuesOf(`${aggregator}:m{${group.join(",")}}`, history(all), MINUTES)).toEqual([...values]);
      }
    }),
  );
});

test("a scope and its negation divide the series between them", () => {
  fc.assert(
    fc.property(complete, (all) => {
      const both = ["host:a", "!host:a"].flatMap((scope) => evaluated(`sum:m{${scope}}`, history(all), MINUTES));
      expect(sumOver(both.map(({ values }) => [...values]))).toEqual(valuesOf("sum:m{*}", history(all), MINUTES));
    }),
  );
});

test("a rollup's sums over minutes are those over hours, and a rollup of a rollup is the longer one", () => {
  fc.assert(
    fc.property(complete, fc.constantFrom("sum", "min", "max"), (all, method) => {
      const rollup = (text: string) => byGroup(evaluated(text, history(all), MINUTES));
      expect(rollup(`sum:m{*} by {n}.rollup(${method}, 120).rollup(${method}, 360)`)).toEqual(
        rollup(`sum:m{*} by {n}.rollup(${method}, 360)`),
      );
    }),
  );
});

test("a factor may be applied before or after", () => {
  fc.assert(
    fc.property(
      gapped,
      fc.integer({ min: -8, max: 8 }),
      fc.constantFrom(
        "avg:m{*}",
        "sum:m{*} by {host}",
        "avg:m{*}.rollup(avg, 120)",
        "diff(sum:m{*})",
        "avg:m{*}.fill(last)",
      ),
      (all, factor, text) => {
        const scaled = all.map((one) => ({ ...one, values: one.values.map((value) => value * factor) }));
        const after = byGroup(evaluated(`${text} * ${factor}`, history(all), MINUTES));
        const before = byGroup(evaluated(text, history(scaled), MINUTES));
        expect(Object.keys(after)).toEqual(Object.keys(before));
        for (const [group, values] of Object.entries(after)) {
          values.forEach((value, at) => {
            expectClose(value, before[group]?.[at]);
          });
        }
      },
    ),
  );
});

test("a line of a longer span has in a shorter one what that alone has, but where a line is drawn past its end", () => {
  fc.assert(
    fc.property(
      gapped,
      fc.constantFrom(
        "sum:m{*}",
        "avg:m{*} by {host}",
        "avg:m{*} by {host}.fill(linear)",
        "diff(sum:m{*})",
        "moving_rollup(sum:m{*}, 300, 'max')",
        "default_zero(avg:m{*} by {n}) - 1",
        "1 + hour_before(avg:m{*})",
      ),
      (all, text) => {
        const long = byGroup(evaluated(text, history(all), MINUTES));
        for (const [group, values] of Object.entries(byGroup(evaluated(text, history(all), MINUTES - 5)))) {
          const compared = text.startsWith("default_zero") ? MINUTES - 10 : MINUTES - 5;
          expect(values.slice(0, compared)).toEqual(long[group]?.slice(0, compared));
        }
      },
    ),
  );
});

function expectClose(value: number, other = NaN): void {
  if (Number.isNaN(value)) expect(other).toBeNaN();
  else expect(Math.abs(value - other)).toBeLessThan(1e-6);
}
