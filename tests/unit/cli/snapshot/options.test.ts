import { expect, test } from "vitest";
import { read } from "../../../../cli/snapshot/options";

const NOW = new Date("2027-01-11T03:10:00Z");
const OPTIONS = { last: "5m", mention: [], var: [] };

test("the last five minutes end now", () => {
  expect(read(OPTIONS, NOW)).toEqual({ from: new Date("2027-01-11T03:05:00Z"), to: NOW, values: new Map() });
});

test("those before an instant end there", () => {
  const { from, to } = read({ ...OPTIONS, last: "2d", until: "2027-01-10T00:00Z" }, NOW);
  expect([from, to]).toEqual([new Date("2027-01-08T00:00:00Z"), new Date("2027-01-10T00:00:00Z")]);
});

test("a variable's value may have an equals sign", () => {
  expect(read({ ...OPTIONS, var: ["host=db1", "query=a=b"] }, NOW).values).toEqual(
    new Map([
      ["host", "db1"],
      ["query", "a=b"],
    ]),
  );
});

test("all mistakes are said at once", () => {
  const mistaken = { last: "5 minutes", until: "yesterday", mention: ["someone", "@ok@example.com"], var: ["host"] };
  expect(() => read(mistaken, NOW)).toThrow(
    [
      "--last 5 minutes is no duration; expected a number and m, h, d or w, as 5m",
      "--until yesterday is no time; expected 2027-01-11T03:10Z",
      "--mention someone is no handle; expected @ and a name",
      "--var host: expected name=value",
    ].join("\n"),
  );
});

test.each([
  [{ last: "0m" }, /--last 0m is no duration/],
  [{ until: "2027-01-12T00:00Z" }, /is in the future/],
])("%j is refused", (mistaken, said) => {
  expect(() => read({ ...OPTIONS, ...mistaken }, NOW)).toThrow(said);
});
