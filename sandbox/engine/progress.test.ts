import { expect, test } from "vitest";

import { BuildProgress } from "./progress.js";

function newsOf(progress: BuildProgress, lines: string[]): string[] {
  return lines.flatMap((line) => progress.read(line) ?? []);
}

test("compiled packages are counted against the number that the build needs", () => {
  const progress = new BuildProgress();
  progress.packages = 500;
  const paths = Array.from({ length: 500 }, (_, index) => `example.com/module/v2/package${index}`);
  const news = newsOf(progress, paths);
  expect(news).toHaveLength(50);
  expect(news.at(0)).toBe("10 of 500 packages compiled");
  expect(news.at(-1)).toBe("500 of 500 packages compiled");
});

test("downloads and compiler messages do not count as compiled", () => {
  const progress = new BuildProgress();
  progress.packages = 1;
  const lines = ["go: downloading example.com/module v1.2.3", "# example.com/module", "a.go:1:2: undefined: x"];
  expect(newsOf(progress, lines)).toEqual([]);
  expect(newsOf(progress, ["example.com/module"])).toEqual(["1 of 1 packages compiled"]);
});
