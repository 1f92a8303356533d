import { expect, test } from "vitest";
import {
  dashboardUrl,
  downtimesUrl,
  hostMapUrl,
  monitorUrl,
  monitorUrls,
  serviceUrl,
  tracesUrl,
} from "../../../datadog/links/links";

test("a dashboard's last minutes are live and the same at each deployment", () => {
  const view = { path: "/dashboard/abc/hosts", lastMinutes: 5, variables: { host: "db1" } };
  const url = new URL(dashboardUrl("https://app.datadoghq.eu", view));
  expect(url.origin + url.pathname).toBe("https://app.datadoghq.eu/dashboard/abc/hosts");
  expect(Number(url.searchParams.get("to_ts")) - Number(url.searchParams.get("from_ts"))).toBe(5 * 60_000);
  expect(url.searchParams.get("live")).toBe("true");
  expect(url.searchParams.get("tpl_var_host")).toBe("db1");
  expect(url.href).toBe(dashboardUrl("https://app.datadoghq.eu", view));
});

test("monitors, downtimes and the host map", () => {
  const app = "https://app.datadoghq.com";
  expect(monitorUrl(app, "12")).toBe(`${app}/monitors/12`);
  expect(downtimesUrl(app)).toBe(`${app}/monitors/downtimes`);
  expect(hostMapUrl(app, { tags: ["env:dev", "team:sre"], fillBy: "my_metric", groupBy: "role" })).toBe(
    `${app}/infrastructure/map?filter=env%3Adev+team%3Asre&fillby=avg%3Amy_metric&groupby=role`,
  );
});

test("a service's page and its traces are those of its environment", () => {
  const app = "https://app.datadoghq.eu";
  expect(serviceUrl(app, { service: "shop", env: "dev" })).toBe(`${app}/apm/entity/service%3Ashop?env=dev`);
  const traces = new URL(tracesUrl(app, { service: "shop", env: "dev" }));
  expect(traces.pathname).toBe("/apm/traces");
  expect(traces.searchParams.get("query")).toBe("env:dev service:shop");
});

test("a pack's monitors are known by what they watch", () => {
  expect(monitorUrls("https://app.datadoghq.eu", { connect: "1001" })).toEqual({
    connect: "https://app.datadoghq.eu/monitors/1001",
  });
});
