import { create } from "xmlbuilder2";
import { type Found, type Linted, sentenceOf } from "../found";

/** For what shows tests: each finding is a test, a warning one that passes and says it; nothing found is one that passes. */
export function lintJunit({ of, found }: Linted): string {
  const failures = String(found.filter(({ severity }) => severity === "error").length);
  const tests = String(Math.max(1, found.length));
  const root = create({ version: "1.0", encoding: "UTF-8", invalidCharReplacement: "?" }).ele("testsuites", {
    ...{ name: "lookout lint", tests, failures },
  });
  const suite = root.ele("testsuite", { name: of, tests, failures, errors: "0", skipped: "0", time: "0" });
  if (found.length === 0) suite.ele("testcase", { classname: "lookout", name: "nothing to mend", time: "0" });
  for (const one of found) {
    const test = suite.ele("testcase", { classname: one.place?.file ?? "lookout", name: nameOf(one), time: "0" });
    const text = [placeOf(one), sentenceOf(one)].join("\n");
    if (one.severity === "error") test.ele("failure", { message: one.problem, type: one.rule }).txt(text);
    else test.ele("system-out").txt(text);
  }
  return `${root.end({ prettyPrint: true })}\n`;
}

function nameOf({ rule, of }: Found): string {
  return of === undefined ? rule : `${of} [${rule}]`;
}

function placeOf({ place, url, urn }: Found): string {
  return place === undefined ? (url ?? urn ?? "") : `${place.file}:${place.line}:${place.column}`;
}
