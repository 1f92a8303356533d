import { expect, test } from "vitest";
import { sketch } from "../../../describe/dashboard";

const graph = (definition: object) => ({ timeseriesDefinition: definition });
const widgets = (...some: object[]) => sketch({ title: "t", widgets: some as Record<string, unknown>[] }).widgets;

test("widgets are in their order, each with its kind, its title and what its lines show", () => {
  const requests = [
    { displayType: "line", q: "avg:a{*} by {host}" },
    { displayType: "bars", q: "sum:b{*}.rollup(sum, 3600)" },
  ];
  expect(widgets({ noteDefinition: { content: "A note." } }, graph({ title: "A graph", requests }))).toEqual([
    { kind: "note", lines: ["A note."], widgets: [] },
    {
      kind: "graph",
      title: "A graph",
      lines: ["the average of a of each host", "bars: the sum of b, added up over each hour"],
      widgets: [],
    },
  ]);
});

test("markers, axis and a time of its own are said", () => {
  const markers = [{ value: "y = 800", label: "alert" }, { value: "y = 500" }];
  expect(widgets(graph({ markers, yaxis: { min: "0", max: "1" }, liveSpan: "1d" }))[0]?.lines).toEqual([
    "marked at 800 (alert) and 500",
    "axis from 0 to 1",
    "always the last day",
  ]);
});

test("formulas are said by what their queries are", () => {
  const queries = [
    { metricQuery: { name: "a", query: "sum:errors{*}" } },
    { metricQuery: { name: "b", query: "sum:hits{*}" } },
  ];
  const formulas = [{ formulaExpression: "a / b", alias: "share" }, { formulaExpression: "b" }];
  expect(widgets(graph({ requests: [{ queries, formulas }] }))[0]?.lines).toEqual([
    "share: a / b, where a is the sum of errors and b is the sum of hits",
    "the sum of hits",
  ]);
});

test("of a note, the first sentences of its first paragraphs, without links and signs", () => {
  const content = "**Load** of [db1](https://db1). More.\n\nSecond line\nhere.\n\nThird.";
  expect(widgets({ noteDefinition: { content } })[0]?.lines).toEqual([
    "Load of db1.",
    "Second line here.",
    "… and 1 more",
  ]);
});

test("the usual scope is said once, another one where it is", () => {
  const q = (scope: string) => graph({ requests: [{ q: `avg:m{${scope}}` }] });
  const { scope, widgets: boxes } = sketch({
    title: "t",
    widgets: [q("env:dev,$host"), q("env:dev,$host"), q("env:x")],
  });
  expect(scope).toBe("env is dev and host is as chosen");
  expect(boxes.map(({ lines }) => lines[0])).toEqual([
    ...["the average of m", "the average of m", "the average of m, where env is x"],
  ]);
});

test("a query that can't be read stands as it is, and a widget that is not known has its kind's name", () => {
  expect(widgets({ sloListDefinition: { requests: [{ q: "not { a query" }] } })).toEqual([
    { kind: "slo list", lines: ["not { a query"], widgets: [] },
  ]);
});

test("variables say what is chosen at first, and what may be", () => {
  const templateVariables = [
    { name: "host", prefix: "host", defaults: ["*"], availableValues: ["db1", "db2"] },
    { name: "where", prefix: "zone", defaults: ["a", "b"] },
  ];
  expect(sketch({ title: "t", templateVariables }).variables).toEqual([
    "host: all, or one of db1, db2",
    "where (zone): a or b",
  ]);
});

test("a group has its widgets within it", () => {
  const group = { groupDefinition: { title: "g", widgets: [graph({ title: "inner", requests: [] })] } };
  expect(widgets(group)).toMatchObject([{ kind: "group", title: "g", widgets: [{ kind: "graph", title: "inner" }] }]);
});
