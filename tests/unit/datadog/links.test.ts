import { expect, test } from "vitest";
import { appUrl, dashboardUrl, downtimesUrl, hostMapUrl, monitorUrl, SITES } from "../../../datadog/links/links";

test("the app's host of each site", () => {
  expect(SITES.map(appUrl)).toEqual([
    "https://app.datadoghq.com",
    "https://us3.datadoghq.com",
    "https://us5.datadoghq.com",
    "https://app.datadoghq.eu",
    "https://ap1.datadoghq.com",
    "https://ap2.datadoghq.com",
    "https://uk1.datadoghq.com",
    "https://app.ddog-gov.com",
  ]);
});

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
