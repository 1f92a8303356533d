import * as fc from "fast-check";
import { expect, test } from "vitest";
import { namesOf } from "../../../../cli/import/names";

const none = new Set<string>();
const titled = (...titles: string[]) => titles.map((title, i) => ({ id: String(1001 + i), title, made: 1000 + i }));
const named = (title: string) => namesOf("monitor", titled(title), none).get("1001");

test.each([
  ["[prod] CPU of {{host.name}} is high", "prod-cpu-high"],
  ["Checkout: p95 latency > 500 ms", "checkout-p95-latency-500-ms"],
  ["Größe der Warteschlange", "grosse-der-warteschlange"],
  ["99 % of the disk is full", "monitor-99-disk-full"],
  ["ディスク", "monitor-1001"],
  ["", "monitor-1001"],
  ["The", "the"],
  [
    "Something that has a title which is much longer than what anybody would like to read in a name",
    "something-title-much-longer-than-what",
  ],
])("%s is %s", (title, name) => {
  expect(named(title)).toBe(name);
});

test("of several with one title the oldest has it, and one that is made later takes no name away", () => {
  const two = titled("CPU is high", "CPU: high");
  expect([...namesOf("monitor", two, none).values()]).toEqual(["cpu-high", "cpu-high-1002"]);
  const three = [{ id: "1003", title: "cpu high", made: 5000 }, ...two];
  const names = namesOf("monitor", three, none);
  expect([names.get("1001"), names.get("1002"), names.get("1003")]).toEqual([
    "cpu-high",
    "cpu-high-1002",
    "cpu-high-1003",
  ]);
});

test("what another has in the stack is taken", () => {
  expect(namesOf("dashboard", titled("Hosts"), new Set(["hosts"])).get("1001")).toBe("hosts-1001");
});

test("names are unique, the same in any order, and fit the settings", () => {
  const objects = fc.uniqueArray(
    fc.record({
      id: fc.stringMatching(/^[a-z0-9]{3}-[a-z0-9]{3}-[a-z0-9]{3}$/),
      title: fc.oneof(fc.string(), fc.constantFrom("CPU is high", "cpu high", "1", "CPU")),
      made: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
    }),
    { selector: ({ id }) => id, maxLength: 12 },
  );
  fc.assert(
    fc.property(objects, (all) => {
      const names = namesOf("dashboard", all, none);
      expect(new Set(names.values()).size).toBe(all.length);
      expect(namesOf("dashboard", [...all].reverse(), none)).toEqual(names);
      for (const name of names.values()) expect(name).toMatch(/^[a-z][a-z0-9-]*$/);
    }),
  );
});
