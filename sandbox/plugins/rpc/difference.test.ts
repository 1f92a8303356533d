import { expect, test } from "vitest";

import { compare } from "./difference.js";
import { Secret, unknown } from "./value.js";

test("what is equal at every depth is no difference", () => {
  const value = () => ({ a: [1, { b: new Secret(["x"]) }], c: null });
  expect(compare(value(), value())).toEqual({ changed: false, diffs: [], replaces: [], detailed: {} });
});

test("changes are named by their paths: lists by position, objects by name, odd names in quotes", () => {
  const olds = { same: 1, list: ["a", "b"], tags: { "a.b": 1, gone: true } };
  const news = { same: 1, list: ["a", "c", "d"], tags: { "a.b": 2 }, added: {} };
  expect(compare(olds, news)).toEqual({
    changed: true,
    diffs: ["list", "tags", "added"],
    replaces: [],
    detailed: {
      "list[1]": { kind: "update" },
      "list[2]": { kind: "add" },
      'tags["a.b"]': { kind: "update" },
      "tags.gone": { kind: "delete" },
      added: { kind: "add" },
    },
  });
});

test("a secret differs as a whole, and from the same text in clear", () => {
  expect(compare({ s: new Secret({ a: 1, b: 2 }) }, { s: new Secret({ a: 1, b: 3 }) }).detailed).toEqual({
    s: { kind: "update" },
  });
  expect(compare({ s: new Secret("x") }, { s: "x" }).diffs).toEqual(["s"]);
});

test("what is not known yet may differ", () => {
  expect(compare({ a: "x" }, { a: unknown }).detailed).toEqual({ a: { kind: "update" } });
});

test("null in a list is a removal, and what takes its place comes anew", () => {
  expect(compare({ a: ["x"] }, { a: [null] }).detailed).toEqual({ "a[0]": { kind: "delete" } });
  expect(compare({ a: [null] }, { a: ["x"] }).detailed).toEqual({ "a[0]": { kind: "add" } });
  expect(compare({ a: [null] }, { a: [null] }).changed).toBe(false);
});

test("a property that replaces does so where it comes or goes", () => {
  expect(compare({ triggers: [1], other: 1 }, { other: 2 }, ["triggers"])).toMatchObject({
    diffs: ["triggers", "other"],
    replaces: ["triggers"],
    detailed: { triggers: { kind: "delete-replace" }, other: { kind: "update" } },
  });
  expect(compare({ triggers: [1] }, { triggers: [2, 3] }, ["triggers"])).toMatchObject({
    replaces: [],
    detailed: { "triggers[0]": { kind: "update" }, "triggers[1]": { kind: "add" } },
  });
});
