import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as explore from "../../../datadog/links/explore";
import * as links from "../../../datadog/links/links";
import { appUrl, SITES } from "../../../datadog/links/sites";

const APP = "https://app.datadoghq.eu";
const INCIDENT = { from: new Date(1_700_000_000_000), to: new Date(1_700_000_600_000) };
const DURING = "from_ts=1700000000000&to_ts=1700000600000&live=false";

test.each([
  [links.monitorUrl(APP, "12", { group: { host: "db1" } }), "/monitors/12?group=host%3Adb1"],
  [
    links.monitorUrl(APP, "12", { group: { host: "db1", env: "dev" }, range: INCIDENT }),
    `/monitors/12?group=host%3Adb1%2Cenv%3Adev&${DURING}`,
  ],
  [links.monitorsUrl(APP, 'tag:"team:sre" status:alert'), "/monitors/manage?q=tag%3A%22team%3Asre%22%20status%3Aalert"],
  [explore.eventsUrl(APP, { query: "source:postgres" }), "/event/explorer?query=source%3Apostgres"],
  [explore.metricUrl(APP, { metric: "my_metric" }), "/metric/explorer?exp_metric=my_metric&exp_agg=avg"],
  [
    explore.metricUrl(APP, {
      metric: "m",
      scope: ["env:dev", "role:db"],
      aggregator: "max",
      by: "host",
      range: INCIDENT,
    }),
    `/metric/explorer?exp_metric=m&exp_agg=max&exp_scope=env%3Adev%2Crole%3Adb&exp_group=host&${DURING}`,
  ],
  [explore.hostsUrl(APP, "env:dev"), "/infrastructure?tags=env%3Adev"],
])("%s", (url, path) => {
  expect(url).toBe(`${APP}${path}`);
});

describe("of every site and with any value", () => {
  const site = fc.constantFrom(...SITES);
  const value = fc.string({ unit: "grapheme" });

  test.each<[string, (app: string, value: string) => string, string]>([
    ["a search for monitors", links.monitorsUrl, "q"],
    ["a search for events", (app, query) => explore.eventsUrl(app, { query, range: INCIDENT }), "query"],
    ["a metric's graph", (app, metric) => explore.metricUrl(app, { metric }), "exp_metric"],
    ["the hosts with a tag", explore.hostsUrl, "tags"],
    [
      "a dashboard's variable",
      (app, host) => links.dashboardUrl(app, { path: "/dashboard/a", variables: { host } }),
      "tpl_var_host",
    ],
    ["the host map's metric", (app, groupBy) => links.hostMapUrl(app, { tags: [], fillBy: "m", groupBy }), "groupby"],
    ["a service's environment", (app, env) => links.serviceUrl(app, { service: "shop", env }), "env"],
  ])("%s is read back as it was written, in the app of the site", (_, link, parameter) => {
    fc.assert(
      fc.property(site, value, (of, written) => {
        const url = new URL(link(appUrl(of), written));
        expect(url.origin).toBe(appUrl(of));
        expect(url.searchParams.get(parameter)).toBe(written);
      }),
    );
  });

  test("a monitor's group is read back", () => {
    fc.assert(
      fc.property(site, value, (of, host) => {
        const url = new URL(links.monitorUrl(appUrl(of), "12", { group: { host }, range: INCIDENT }));
        expect(url.searchParams.get("group")).toBe(`host:${host}`);
        expect(url.searchParams.get("live")).toBe("false");
      }),
    );
  });
});

test("the last minutes are live and the same at each deployment", () => {
  const link = () => links.monitorUrl(APP, "12", { range: { lastMinutes: 30 } });
  const { searchParams } = new URL(link());
  expect(Number(searchParams.get("to_ts")) - Number(searchParams.get("from_ts"))).toBe(30 * 60_000);
  expect(searchParams.get("live")).toBe("true");
  expect(link()).toBe(link());
});
