import { beforeEach, expect, test } from "vitest";

import { createRig, METRIC_MONITOR, type Rig } from "../rig.js";
import { sampleStats } from "../traces/sample.js";

let rig: Rig;
beforeEach(() => {
  rig = createRig("2026-12-01T12:00:00Z");
});

async function dashboard(...variables: object[]): Promise<string> {
  const body = { title: "t", layout_type: "ordered", widgets: [], template_variables: variables };
  return ((await rig.call("POST", "/api/v1/dashboard", body)).body as { url: string }).url;
}

async function html(path: string): Promise<string> {
  const answer = await rig.app.request(path);
  expect(answer.status).toBe(200);
  return (await answer.text()).replaceAll("&amp;", "&");
}

/** The values that a variable can have, the chosen one in brackets. */
function choices(text: string, name: string): string[] {
  const [, inner = ""] = new RegExp(`<select name="${name}">(.*?)</select>`, "s").exec(text) ?? [];
  return [...inner.matchAll(/value="([^"]*)"\s*(selected)?/g)].map(([, value = "", is]) => (is ? `[${value}]` : value));
}

test("a variable can have the values that series, traces and hosts were seen with, those declared, and the asked one", async () => {
  await rig.send("m", [[60, 1]], "db1");
  await rig.call("POST", "/intake/", { internalHostname: "db2", "host-tags": { system: ["role:web"] } });
  await rig.call("POST", "/api/v0.2/stats", sampleStats(rig.time.now, { seconds: [0.1] }));
  const path = await dashboard(
    { name: "host", prefix: "host", defaults: ["db1"], available_values: ["db9"] },
    { name: "service", prefix: "service" },
    { name: "role", prefix: "role" },
    { name: "any" },
  );
  const text = await html(path);
  expect(choices(text, "tpl_var_host")).toEqual(["*", "[db1]", "db2", "db9", "web1"]);
  expect(choices(text, "tpl_var_service")).toEqual(["[*]", "shop"]);
  expect(choices(text, "tpl_var_role")).toEqual(["[*]", "web"]);
  expect(choices(await html(`${path}?tpl_var_host=gone`), "tpl_var_host")).toContain("[gone]");
  expect(choices(await html(`${path}?tpl_var_any=x:y`), "tpl_var_any")).toEqual(["*", "[x:y]"]);
});

test("each time keeps the variables, and the one that is shown is marked", async () => {
  const path = await dashboard({ name: "host", prefix: "host", defaults: ["*"] });
  const at = rig.time.now;
  const text = await html(`${path}?tpl_var_host=db1&from_ts=${at - 14_400_000}&to_ts=${at}&live=true`);
  const links = [...text.matchAll(/class="range" href="([^"]*)"([^>]*)>(\w+)</g)];
  expect(links.map(([, , rest = "", name = ""]) => (rest.includes("aria-current") ? `[${name}]` : name))).toEqual([
    "15m",
    "1h",
    "[4h]",
    "1d",
    "1w",
  ]);
  expect(links[0]?.[1]).toBe(`?tpl_var_host=db1&from_ts=${at - 900_000}&to_ts=${at}&live=true`);
});

test("times that are chosen become an address of Datadog's, on the dashboard and on a monitor's page", async () => {
  const path = await dashboard({ name: "host", prefix: "host" });
  const { id } = (await rig.call("POST", "/api/v1/monitor", METRIC_MONITOR)).body as { id: number };
  const asked = "from=2026-11-30T10%3A00&to=2026-11-30T11%3A30";
  const [from, to] = [Date.parse("2026-11-30T10:00Z"), Date.parse("2026-11-30T11:30Z")];
  const answer = await rig.app.request(`${path}?tpl_var_host=db1&${asked}`);
  const canonical = `tpl_var_host=db1&from_ts=${from}&to_ts=${to}&live=false`;
  expect([answer.status, answer.headers.get("location")]).toEqual([302, `${path}?${canonical}`]);
  const ofMonitor = await rig.app.request(`/monitors/${id}?${asked}`);
  expect(ofMonitor.headers.get("location")).toBe(`/monitors/${id}?from_ts=${from}&to_ts=${to}&live=false`);
  const shown = await html(`${path}?${canonical}`);
  expect(shown).toContain("2026-11-30 10:00:00 UTC – 2026-11-30 11:30:00 UTC");
  expect(shown).toMatch(/class="range"[^>]*>live</);
  expect(shown).not.toContain("data-live");
});

test.each(["from=2026-11-30T11%3A00&to=2026-11-30T10%3A00", "from=yesterday&to=", "to=2026-11-30T10%3A00"])(
  "times that are none (%s) are refused on the page",
  async (asked) => {
    expect(await html(`${await dashboard()}?${asked}`)).toContain("the first has to be before the second");
  },
);

test("a time that is longer than what is kept says so", async () => {
  const path = await dashboard();
  const week = `${path}?from_ts=${rig.time.now - 604_800_000}&to_ts=${rig.time.now}`;
  const words = "The stand-in keeps the data of one day.";
  expect([(await html(week)).includes(words), (await html(path)).includes(words)]).toEqual([true, false]);
});

test("an address whose times are no numbers shows the last hour", async () => {
  expect(await html(`${await dashboard()}?from_ts=x&to_ts=y&live=false`)).toContain("2026-12-01 11:00:00 UTC – ");
});
