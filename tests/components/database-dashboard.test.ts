import { expect, test } from "vitest";
import { databaseDashboard, type Shown } from "../../components/environment/dashboards";
import { recorded } from "./recorded";

const APP = "https://app.datadoghq.eu";

interface Widget {
  readonly noteDefinition?: { readonly content: string };
  readonly timeseriesDefinition?: { readonly title: string; readonly requests: readonly { readonly q: string }[] };
}

async function dashboard(shown: Partial<Shown>) {
  const registrations = await recorded(() => {
    const page = { title: "Lookout: databases of dev", env: "dev", hosts: ["db1", "db2"], handles: [], app: APP };
    databaseDashboard(page, shown);
    return Promise.resolve();
  });
  const found = registrations.find(({ type }) => type === "datadog:index/dashboard:Dashboard");
  return { ...found?.inputs, widgets: (found?.inputs.widgets ?? []) as readonly Widget[] } as {
    readonly widgets: readonly Widget[];
  } & Record<string, unknown>;
}

const titles = ({ widgets }: { readonly widgets: readonly Widget[] }) =>
  widgets.flatMap(({ timeseriesDefinition }) => timeseriesDefinition?.title ?? []);
const queries = ({ widgets }: { readonly widgets: readonly Widget[] }) =>
  widgets.flatMap(({ timeseriesDefinition }) => timeseriesDefinition?.requests.map(({ q }) => q) ?? []);

test("the page has a part for each kind of server that there is", async () => {
  const both = titles(await dashboard({ postgres: true, mysql: {} }));
  expect(both.some((title) => title.startsWith("PostgreSQL"))).toBe(true);
  expect(both.some((title) => title.startsWith("MySQL"))).toBe(true);
  expect(titles(await dashboard({ postgres: true })).join()).not.toContain("MySQL");
  expect(titles(await dashboard({ mysql: {} })).join()).not.toContain("PostgreSQL");
});

test("each part begins with what a reader sees", async () => {
  const { widgets } = await dashboard({ postgres: true, mysql: {} });
  const notes = widgets.flatMap(({ noteDefinition }, index) => (noteDefinition ? [index] : []));
  expect(notes).toHaveLength(2);
  expect(widgets[0]?.noteDefinition?.content).toContain("PostgreSQL");
  expect(widgets[notes[1] ?? 0]?.noteDefinition?.content).toContain("MySQL");
});

test("a replica's lag is drawn, and explained, only where it is sent", async () => {
  const without = await dashboard({ mysql: {} });
  const withLag = await dashboard({ mysql: { replication: true } });
  expect(JSON.stringify(without)).not.toContain("behind");
  expect(queries(withLag)).toContain("max:mysql.replication.seconds_behind_source{env:dev,$host} by {host}");
  expect(withLag.widgets[0]?.noteDefinition?.content).toContain("Seconds behind");
});

test("open files and connections are drawn with the band in which they are expected", async () => {
  const all = queries(await dashboard({ postgres: true, mysql: {} }));
  expect(all).toContain("anomalies(avg:mysql.performance.open_files{env:dev,$host} by {host}, 'basic', 2)");
  expect(all).toContain("anomalies(avg:postgresql.percent_usage_connections{env:dev,$host} by {host}, 'basic', 2)");
});

test("every line is of the environment and of the hosts that the reader chose", async () => {
  const page = await dashboard({ postgres: true, mysql: { replication: true } });
  expect(page).toMatchObject({
    templateVariables: [{ name: "host", prefix: "host", defaults: ["*"], availableValues: ["db1", "db2"] }],
  });
  for (const query of queries(page)) {
    for (const [, scope] of query.matchAll(/\{([^}]*)\} by \{host/g))
      expect([query, scope]).toEqual([query, "env:dev,$host"]);
    expect(query).toContain("by {host");
  }
});

test("the share of blocks in memory divides by all blocks that were asked for", async () => {
  const [query] = queries(await dashboard({ postgres: true })).filter((one) => one.includes("disk_read"));
  expect(query).toBe(
    "sum:postgresql.buffer_hit{env:dev,$host} by {host} / (sum:postgresql.buffer_hit{env:dev,$host} by {host} + sum:postgresql.disk_read{env:dev,$host} by {host})",
  );
});
