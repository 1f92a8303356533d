import { expect, test } from "vitest";

import { outputLines } from "./outputs.js";

test("nested outputs are named by their path and aligned", () => {
  const outputs = { dashboard: "https://a", hosts: { db1: { agent: "7.70.1", ok: true } } };
  expect(outputLines(outputs)).toEqual([
    "dashboard        https://a",
    "hosts.db1.agent  7.70.1",
    "hosts.db1.ok     true",
  ]);
});

test("a page of text is left out", () => {
  expect(outputLines({ readme: "# Lookout\n\nText", monitor: "https://b" })).toEqual(["monitor  https://b"]);
});
