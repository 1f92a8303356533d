import { expect, test } from "vitest";
import { serviceDashboard } from "../../components/environment/dashboards";
import { serviceMonitors } from "../../components/packs/services/monitor-settings";
import { servicePack } from "../../components/packs/services/pack";
import { recorded } from "./recorded";

const SETTINGS = {
  ...serviceMonitors.parse({}),
  scope: "env:dev",
  handles: ["@oncall@example.com"],
  tags: ["env:dev"],
};

async function declared(program: () => unknown) {
  const registrations = await recorded(() => Promise.resolve(program()));
  return registrations.filter(({ type }) => type.startsWith("datadog:"));
}

test("errors are a share of all requests, latency is what 19 of 20 stay below, each by service", async () => {
  const monitors = await declared(() => servicePack("services", SETTINGS));
  expect(monitors.map(({ name, inputs }) => [name, inputs.query, inputs.monitorThresholds])).toEqual([
    [
      "services-errors",
      "sum(last_10m):sum:trace.flask.request.errors{env:dev} by {service}.as_count() / sum:trace.flask.request.hits{env:dev} by {service}.as_count() > 0.05",
      { critical: "0.05", warning: "0.02" },
    ],
    [
      "services-latency",
      "avg(last_10m):p95:trace.flask.request{env:dev} by {service} > 1",
      { critical: "1", warning: "0.5" },
    ],
    ["services-outage", expect.stringMatching(/^\d+ && \d+$/), undefined],
  ]);
});

test("what people feel is both at once, of one service, and comes before all else", async () => {
  const monitors = await declared(() => servicePack("services", SETTINGS));
  const outage = monitors.find(({ name }) => name === "services-outage");
  expect(outage?.inputs).toMatchObject({ type: "composite", priority: "1" });
  const [first, second] = String(outage?.inputs.query).split(" && ");
  expect(first).not.toBe(second);
});

test("every state's words name the service, and say what to do first or that nothing is to be done", async () => {
  const monitors = await declared(() => servicePack("services", SETTINGS));
  for (const { inputs } of monitors) {
    const message = String(inputs.message);
    for (const [, words] of message.matchAll(/\{\{#is_\w+\}\}([^]*?)\{\{\/is_/g)) {
      expect(words).toContain("{{service.name}}");
      expect(words).toMatch(/First: |today|Nothing to do\./);
    }
  }
});

test("a limit that warns after it alerts stops the preview", async () => {
  const wrong = { ...SETTINGS, errors: { warning: 0.5, critical: 0.1 } };
  await expect(declared(() => servicePack("services", wrong))).rejects.toThrow(/warning-past-critical/);
});

test("the dashboard has the application above what it runs on, for the service and the host that the reader chose", async () => {
  const page = { title: "t", hosts: ["db1"], handles: [], app: "https://app.datadoghq.eu", env: "dev" };
  const [dashboard] = await declared(() =>
    serviceDashboard(page, {
      services: ["flask"],
      span: "flask.request",
      postgres: true,
      myMetric: { intervalSeconds: 45, monitor: { warning: 500, critical: 800 } },
    }),
  );
  const widgets = (dashboard?.inputs.widgets ?? []) as {
    noteDefinition?: { content: string };
    timeseriesDefinition?: { title: string; requests: { q: string }[] };
  }[];
  const titles = widgets.flatMap(({ timeseriesDefinition }) => timeseriesDefinition?.title ?? []);
  expect(titles.map((title) => title.split(/[:,( ]/)[0])).toEqual([
    ...["Requests", "Errors", "Latency", "Latency", "Latency"],
    ...["PostgreSQL", "CPU", "Memory", "my_metric"],
  ]);
  const queries = widgets.flatMap(({ timeseriesDefinition }) => timeseriesDefinition?.requests.map(({ q }) => q) ?? []);
  expect(queries.slice(0, 3)).toEqual([
    "sum:trace.flask.request.hits{env:dev,$service,$host} by {resource_name}.as_rate()",
    "sum:trace.flask.request.errors{env:dev,$service,$host} by {resource_name}.as_count() / sum:trace.flask.request.hits{env:dev,$service,$host} by {resource_name}.as_count()",
    "p50:trace.flask.request{env:dev,$service} by {resource_name}",
  ]);
  for (const query of queries) expect(query).toMatch(/\$host|^p\d\d:/);
  expect(widgets[0]?.noteDefinition?.content).toContain(
    "flask: [its page](https://app.datadoghq.eu/apm/entity/service%3Aflask?env=dev), [its traces](https://app.datadoghq.eu/apm/traces?query=env%3Adev+service%3Aflask)",
  );
  expect(dashboard?.inputs).toMatchObject({ templateVariables: [{ name: "host" }, { name: "service" }] });
});
