import { expect, test } from "vitest";
import { graphNamed, graphOf, graphsIn, type WidgetJson } from "../../../../cli/snapshot/graph";

const graph = (title: string, q = "avg:x{*}"): WidgetJson => ({
  definition: { type: "timeseries", title, requests: [{ q }] },
});
const WIDGETS: readonly WidgetJson[] = [
  { definition: { type: "note", content: "words" } },
  graph("Connections"),
  { definition: { type: "group", title: "Disks", widgets: [graph("Disk in use"), graph("Disk in use, by device")] } },
];

test("graphs are the widgets that ask for something, those in groups among them", () => {
  expect(graphsIn(WIDGETS).map(({ title }) => title)).toEqual(["Connections", "Disk in use", "Disk in use, by device"]);
});

test.each([
  ["connections", "Connections"],
  ["nect", "Connections"],
  ["Disk in use", "Disk in use"],
  ["by device", "Disk in use, by device"],
  ["Disk", undefined],
  ["Latency", undefined],
])("%s names %s", (words, title) => {
  expect(graphNamed(graphsIn(WIDGETS), words)?.title).toBe(title);
});

const drawn = (q: string, values: Record<string, string> = {}) => {
  const { definition } = graphOf(
    { type: "toplist", title: "Hosts", requests: [{ q, style: { palette: "dog_classic" } }], yaxis: { min: "0" } },
    [
      { name: "host", prefix: "host", defaults: ["db1"] },
      { name: "hostname", prefix: "host", default: "db9" },
      { name: "any", prefix: "env", default: "*" },
      { name: "free", prefix: null, default: "shop" },
    ],
    new Map(Object.entries(values)),
  );
  return JSON.parse(definition) as { requests: { q: string }[] };
};

test("a widget is what the snapshot's API takes, its type there called viz", () => {
  expect(drawn("avg:x{*}")).toEqual({
    viz: "toplist",
    requests: [{ q: "avg:x{*}", style: { palette: "dog_classic" } }],
    yaxis: { min: "0" },
  });
});

test.each([
  ["avg:x{$host}", {}, "avg:x{host:db1}"],
  ["avg:x{$host}", { host: "db2" }, "avg:x{host:db2}"],
  ["avg:x{$host}", { host: "*" }, "avg:x{*}"],
  ["avg:x{$any}", {}, "avg:x{*}"],
  ["avg:x{$hostname}", {}, "avg:x{host:db9}"],
  ["avg:x{service:$free,name:$host.value}", {}, "avg:x{service:shop,name:db1}"],
  ["avg:x{$unknown}", {}, "avg:x{$unknown}"],
])("%s with %j is %s", (query, values, filled) => {
  expect(drawn(query, values).requests[0]?.q).toBe(filled);
});
