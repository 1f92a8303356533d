import { expect, test } from "vitest";
import { apiUrl, appUrl, SITES } from "../../../datadog/links/sites";

test("each site's app and API are those of Datadog's page", () => {
  expect(SITES.map((site) => [site, appUrl(site), apiUrl(site)])).toEqual([
    ["datadoghq.com", "https://app.datadoghq.com", "https://api.datadoghq.com"],
    ["us3.datadoghq.com", "https://us3.datadoghq.com", "https://api.us3.datadoghq.com"],
    ["us5.datadoghq.com", "https://us5.datadoghq.com", "https://api.us5.datadoghq.com"],
    ["datadoghq.eu", "https://app.datadoghq.eu", "https://api.datadoghq.eu"],
    ["ap1.datadoghq.com", "https://ap1.datadoghq.com", "https://api.ap1.datadoghq.com"],
    ["ap2.datadoghq.com", "https://ap2.datadoghq.com", "https://api.ap2.datadoghq.com"],
    ["uk1.datadoghq.com", "https://uk1.datadoghq.com", "https://api.uk1.datadoghq.com"],
    ["ddog-gov.com", "https://app.ddog-gov.com", "https://api.ddog-gov.com"],
    ["us2.ddog-gov.com", "https://us2.ddog-gov.com", "https://api.us2.ddog-gov.com"],
  ]);
});
