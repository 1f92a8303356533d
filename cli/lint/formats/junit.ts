import { junitXml, type JunitTest } from "../../junit";
import { type Found, type Linted, sentenceOf } from "../found";

/** For what shows tests: each finding is a test, a warning one that passes and says it; nothing found is one that passes. */
export function lintJunit({ of, found }: Linted): string {
  const tests = found.length === 0 ? [{ classname: "lookout", name: "nothing to mend" }] : found.map(testOf);
  return junitXml("lookout lint", [{ name: of, tests }]);
}

function testOf(one: Found): JunitTest {
  const text = [placeOf(one), sentenceOf(one)].join("\n");
  return {
    ...{ classname: one.place?.file ?? "lookout", name: nameOf(one) },
    ...(one.severity === "error" ? { failure: { message: one.problem, type: one.rule, text } } : { output: text }),
  };
}

function nameOf({ rule, of }: Found): string {
  return of === undefined ? rule : `${of} [${rule}]`;
}

function placeOf({ place, url, urn }: Found): string {
  return place === undefined ? (url ?? urn ?? "") : `${place.file}:${place.line}:${place.column}`;
}
