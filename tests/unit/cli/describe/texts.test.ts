import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { sketch } from "../../../../cli/describe/dashboard";
import type { Description } from "../../../../cli/describe/description";
import { markdownText } from "../../../../cli/describe/markdown";
import { terminalText } from "../../../../cli/describe/terminal";
import { described } from "./monitors";

const widget = (title: string) => ({
  timeseriesDefinition: { title, requests: [{ q: "avg:a.rather.long.name.of.a.metric_that_has_no_end{*} by {host}" }] },
});
const DESCRIPTION: Description = {
  stack: "dev",
  monitors: [described({ name: "a | b *c* <d>", message: "run `x` {{value}} @oncall@example.com" })],
  slos: [{ title: "Orders *are* taken", lines: ["99.9 % over 30 days"] }],
  notificationRules: [],
  customMetrics: [],
  quietHours: [],
  dashboards: [sketch({ title: "Hosts", widgets: ["one", "two", "three", "four"].map(widget) })],
  findings: [{ resource: "QuietHours my-metric", words: "Monday is not muted" }],
};
const terminal = (columns: number, colour = false) => terminalText(DESCRIPTION, { columns, colour });

test.each([40, 80, 100, 200])(
  "a dashboard's boxes fit into %d columns, in their order, and nothing is cut",
  (columns) => {
    const text = terminal(columns);
    const boxes = text.split("\n").filter((line) => /^[│┌├└]/.test(line));
    expect(Math.max(...boxes.map((line) => line.length))).toBeLessThanOrEqual(columns);
    expect([...text.matchAll(/\[graph\] (\w+)/g)].map(([, title]) => title)).toEqual(["one", "two", "three", "four"]);
    expect(text).not.toContain("a…");
  },
);

test("a wide terminal has three widgets beside each other, a narrow one has one", () => {
  expect(terminal(120)).toMatch(/one.*two.*three/);
  expect(terminal(50)).not.toMatch(/one.*two/);
});

test("colours only where they are asked for, and the words are the same", () => {
  expect(terminal(100)).toBe(stripVTControlCharacters(terminal(100)));
  expect(terminal(100, true)).not.toBe(terminal(100));
  expect(stripVTControlCharacters(terminal(100, true))).toBe(terminal(100));
});

test("a finding has its resource's name", () => {
  expect(terminal(100)).toContain("warning: QuietHours my-metric: Monday is not muted");
  expect(markdownText(DESCRIPTION)).toContain("- ⚠ **QuietHours my-metric**: Monday is not muted");
});

/** Without code. */
const prose = markdownText(DESCRIPTION)
  .replaceAll(/^(`{3,}).*?^\1$/gms, "")
  .replaceAll(/`[^`]*`/g, "");

test("in Markdown nobody is mentioned outside of code", () => {
  expect(prose).not.toContain("@");
  expect(markdownText(DESCRIPTION)).toContain("notifies `@oncall@example.com`");
});

test("what Markdown would read as markup is shown as it is", () => {
  expect(markdownText(DESCRIPTION)).toContain("### a \\| b \\*c\\* &lt;d>");
});

test("messages are folded, in code, and tables have a row for each widget", () => {
  const text = markdownText(DESCRIPTION);
  expect(text).toMatch(/<details>\n<summary>3 messages, .*<\/summary>\n\n\*\*alert\*\*\n\n```text\n\[Triggered/);
  expect(text.match(/^\| graph \|/gm)).toHaveLength(4);
  const tags = [...prose.matchAll(/<\/?(\w+)>/g)].map(([, tag]) => tag);
  expect(new Set(tags)).toEqual(new Set(["details", "summary"]));
});

test("a message with a fence in it has a longer one around it", () => {
  const text = markdownText({ ...DESCRIPTION, monitors: [described({ message: "```\nx\n```\n@oncall" })] });
  expect(text).toMatch(/^````text\n\[Triggered[^]*?^````$/m);
});

test("objectives are said, each with its lines, and counted only where there are some", () => {
  expect(terminal(100)).toMatch(
    /: 1 monitor, 1 objective, 1 dashboard\n[^]*OBJECTIVES\n\nOrders \*are\* taken\n {2}99\.9 % over 30 days\n/,
  );
  expect(markdownText(DESCRIPTION)).toContain("## Objectives\n\n### Orders \\*are\\* taken\n\n- 99.9 % over 30 days\n");
  expect(terminalText({ ...DESCRIPTION, slos: [] }, { columns: 100, colour: false })).not.toMatch(/objective/i);
});
