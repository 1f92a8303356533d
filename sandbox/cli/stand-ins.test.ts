import { expect, test } from "vitest";

import type { PluginName } from "../plugins/versions.js";
import { standIns } from "./stand-ins.js";

const all: readonly PluginName[] = ["command", "random", "datadog"];

// field/plugins.md 5
test.each([
  ["no plugin that is official is called a stand-in", [], "Stand-ins: Datadog (http://d) and its Agent. Real:"],
  ["one plugin that stands in is named", ["random"], "its Agent and the provider plugin random. Real:"],
  ["so are all of them", all, "its Agent and the provider plugins command, random and datadog. Real:"],
] as const)("%s", (_, local, words) => {
  expect(standIns("http://d", { official: true }, local)).toContain(words);
});

test("an official plugin is among what is real", () => {
  expect(standIns("http://d", { official: false }, ["datadog"])).toContain(
    "the official provider plugins command and random",
  );
  expect(standIns("http://d", { official: false }, all)).not.toContain("official");
});
