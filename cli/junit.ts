import { create } from "xmlbuilder2";

/** What a tool found, as tests that passed and failed. */
interface JunitSuite {
  readonly name: string;
  readonly tests: readonly JunitTest[];
}

export interface JunitTest {
  readonly classname: string;
  readonly name: string;
  /** @default 0 */
  readonly seconds?: number;
  readonly failure?: { readonly message: string; readonly type: string; readonly text: string };
  /** Why it was not run. */
  readonly skipped?: string;
  /** What one that passed says. */
  readonly output?: string;
}

/**
 * For what shows tests.
 *
 * @param name of all suites: `lookout lint`.
 * @see https://github.com/testmoapp/junitxml
 */
export function junitXml(name: string, suites: readonly JunitSuite[]): string {
  const all = suites.flatMap(({ tests }) => tests);
  const root = create({ version: "1.0", encoding: "UTF-8", invalidCharReplacement: "?" }).ele("testsuites", {
    ...{ name, tests: String(all.length), failures: String(all.filter(({ failure }) => failure).length) },
  });
  for (const { name: of, tests } of suites) {
    const suite = root.ele("testsuite", {
      ...{ name: of, tests: String(tests.length), failures: String(tests.filter(({ failure }) => failure).length) },
      ...{ errors: "0", skipped: String(tests.filter(({ skipped }) => skipped !== undefined).length) },
      time: String(Number(tests.reduce((sum, { seconds = 0 }) => sum + seconds, 0).toFixed(3))),
    });
    for (const { classname, name: title, seconds = 0, failure, skipped, output } of tests) {
      const test = suite.ele("testcase", { classname, name: title, time: String(seconds) });
      if (failure !== undefined)
        test.ele("failure", { message: failure.message, type: failure.type }).txt(failure.text);
      if (skipped !== undefined) test.ele("skipped", { message: skipped });
      if (output !== undefined) test.ele("system-out").txt(output);
    }
  }
  return `${root.end({ prettyPrint: true })}\n`;
}
