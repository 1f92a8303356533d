import * as pulumi from "@pulumi/pulumi";
import { expect, test, vi } from "vitest";
import { Dashboard } from "../../components/dashboards/dashboard";
import { MetricMonitor, type MetricMonitorArgs } from "../../components/monitors/metric-monitor";
import { recorded } from "./recorded";

const MONITOR: MetricMonitorArgs = {
  title: "my_metric is high",
  condition: "avg(last_5m):avg:my_metric{*} by {host} > 800",
  message: "{{host.name}} is high @oncall@example.com",
  tags: [],
};

const PAGE = { title: "Sample", env: "dev", hosts: [], handles: [], app: "https://app.datadoghq.com" };

/** What was said, and what was made. */
async function declared(program: () => void) {
  const warn = vi.spyOn(pulumi.log, "warn").mockResolvedValue(undefined);
  const registrations = await recorded(() => {
    program();
    return Promise.resolve();
  });
  const warned = warn.mock.calls.map(([text]) => text);
  warn.mockRestore();
  return { warned, made: registrations.filter(({ type }) => type.startsWith("datadog:")) };
}

test.each<[string, object]>([
  ["query", { query: pulumi.output("avg(last_5m):avg:other{*} > 5") }],
  ["monitorThresholds", { monitorThresholds: { critical: pulumi.output("800"), warning: "500" } }],
  ["type", { type: pulumi.output("query alert") }],
])("a monitor whose %s is unknown at preview is made unchecked, and that is said", async (input, monitor) => {
  const { warned, made } = await declared(() => {
    new MetricMonitor("sample", { ...MONITOR, transform: { monitor } });
  });
  expect(warned).toEqual([expect.stringContaining(`its ${input} is unknown at preview`)]);
  expect(made).toHaveLength(1);
});

test("of a monitor whose message is unknown at preview all else is checked", async () => {
  const monitor = { message: pulumi.output("high @oncall@example.com"), priority: "9" };
  await expect(
    declared(() => {
      new MetricMonitor("sample", { ...MONITOR, transform: { monitor } });
    }),
  ).rejects.toThrow(/\[monitor\/priority\]/);
});

test("a page whose graph is unknown at preview is made unchecked; a note that is, is no hindrance", async () => {
  const graph = { timeseriesDefinition: { requests: [{ q: pulumi.output("avg:my_metric{*}") }] } };
  const later = await declared(() => {
    new Dashboard("sample", { ...PAGE, widgets: [], transform: { dashboard: { widgets: [graph] } } });
  });
  expect(later.warned).toEqual([expect.stringContaining("its widgets is unknown at preview")]);
  expect(later.made).toHaveLength(1);
  const note = { noteDefinition: { content: pulumi.output("see there") } };
  const wrong = { timeseriesDefinition: { requests: [{ q: "avg:my_metric{" }] } };
  await expect(
    declared(() => {
      new Dashboard("sample", { ...PAGE, widgets: [], transform: { dashboard: { widgets: [note, wrong] } } });
    }),
  ).rejects.toThrow(/\[query\/syntax\]/);
});
