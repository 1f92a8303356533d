import * as fs from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { lintFormula } from "../../../../datadog/lint/formula";
import { lintSearch } from "../../../../datadog/lint/search-text";

const corpus = (file: string) =>
  parse(fs.readFileSync(path.join(__dirname, "../../../corpus", file), "utf8")) as readonly { readonly text: string }[];

test.each(corpus("searches.yaml"))("nothing is said of the search $text", ({ text }) => {
  const variables = [...text.matchAll(/\$([a-z_]+(?:\.[a-z_]+)*)/g)].map(([, name = ""]) => ({
    name: name.replace(/\.value$/, ""),
  }));
  expect(lintSearch({ search: text, in: "dashboard", variables })).toEqual([]);
});

test.each(corpus("formulas.yaml"))("nothing is said of the formula $text", ({ text }) => {
  expect(lintFormula({ formula: text })).toEqual([]);
});
