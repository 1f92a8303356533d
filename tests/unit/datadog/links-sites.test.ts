import { expect, test } from "vitest";
import { apiUrl, appUrl, REGIONS, SITES } from "../../../datadog/links/sites";

test("each site's region, app and API are those of Datadog's page", () => {
  expect(SITES.map((site) => [REGIONS[site], site, appUrl(site), apiUrl(site)])).toEqual([
    ["US1", "datadoghq.com", "https://app.datadoghq.com", "https://api.datadoghq.com"],
    ["US3", "us3.datadoghq.com", "https://us3.datadoghq.com", "https://api.us3.datadoghq.com"],
    ["US5", "us5.datadoghq.com", "https://us5.datadoghq.com", "https://api.us5.datadoghq.com"],
    ["EU1", "datadoghq.eu", "https://app.datadoghq.eu", "https://api.datadoghq.eu"],
    ["AP1", "ap1.datadoghq.com", "https://ap1.datadoghq.com", "https://api.ap1.datadoghq.com"],
    ["AP2", "ap2.datadoghq.com", "https://ap2.datadoghq.com", "https://api.ap2.datadoghq.com"],
    ["UK1", "uk1.datadoghq.com", "https://uk1.datadoghq.com", "https://api.uk1.datadoghq.com"],
    ["US1-FED", "ddog-gov.com", "https://app.ddog-gov.com", "https://api.ddog-gov.com"],
    ["US2-FED", "us2.ddog-gov.com", "https://us2.ddog-gov.com", "https://api.us2.ddog-gov.com"],
  ]);
});
