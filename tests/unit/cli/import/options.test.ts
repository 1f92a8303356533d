import { expect, test } from "vitest";
import { type Options, read } from "../../../../cli/import/options";

const NONE: Options = { id: [], tag: [], format: "yaml", out: "imported" };

test("ids, tags and kinds are read", () => {
  expect(read({ ...NONE, id: ["monitor:123", "dashboard:abc-def-ghi"] }).ids).toEqual([
    { kind: "monitor", id: "123" },
    { kind: "dashboard", id: "abc-def-ghi" },
  ]);
  expect(read({ ...NONE, tag: ["team:sre"], kind: "slos,monitors" })).toMatchObject({
    kinds: ["monitor", "slo"],
    ids: undefined,
    tags: ["team:sre"],
  });
  expect(read({ ...NONE, all: true }).kinds).toEqual(["monitor", "dashboard", "slo", "downtime"]);
});

test.each<[Partial<Options>, RegExp]>([
  [{}, /expected one of --id, --tag, --all/],
  [{ all: true, tag: ["team:sre"] }, /expected one of --id, --tag, --all/],
  [{ id: ["monitor:abc"] }, /--id monitor:abc is no id; expected monitor:12345678/],
  [{ id: ["host:1"] }, /--id host:1 is no id/],
  [{ id: ["constructor:1"] }, /--id constructor:1 is no id/],
  [{ tag: ["sre"] }, /--tag sre is no tag/],
  [{ all: true, kind: "monitor" }, /--kind monitor is no kind; expected of monitors,dashboards,slos,downtimes/],
  [{ all: true, format: "json" }, /--format json; expected yaml or typescript/],
  [{ format: "json", kind: "x" }, /which objects.*\n.*--kind x.*\n.*--format json/],
])("%o is refused", (options, said) => {
  expect(() => read({ ...NONE, ...options })).toThrow(said);
});
