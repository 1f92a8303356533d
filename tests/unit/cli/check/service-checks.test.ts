import { expect, test } from "vitest";
import { silentHosts } from "../../../../cli/check/hosts";
import { checkNeeds, idleCheck, type MonitorState } from "../../../../cli/check/service-checks";
import { monitor } from "./registrations";

const NOW = new Date("2027-01-11T03:00:00Z");
const QUERY = '"postgres.can_connect".over("env:dev").by("host").last(3).count_by_status()';

test("service checks are those of the monitors", () => {
  expect(
    checkNeeds([monitor("connect", QUERY), { ...monitor("old", QUERY), importId: "7" }, monitor("m", "1 && 2")]),
  ).toEqual([
    { of: "postgres.can_connect", by: ["monitor connect"], monitor: "connect" },
    { of: "postgres.can_connect", by: ["monitor old"], monitor: "old", importId: "7" },
  ]);
});

const NEED = { of: "postgres.can_connect", by: ["monitor connect"], monitor: "connect" };
const state = (overall: string, groups: string[], more: Partial<MonitorState> = {}): MonitorState => ({
  ...{ query: QUERY, created: new Date("2027-01-01"), overall, groups, ...more },
});

test.each<[string, MonitorState | undefined, string | undefined]>([
  ["has groups", state("Alert", ["OK", "No Data", "Alert"]), undefined],
  ["has one group that went silent, and one that did not", state("No Data", ["OK", "No Data"]), undefined],
  ["has no groups, and is well", state("OK", []), undefined],
  ["has groups that are all silent", state("No Data", ["No Data"]), "wrong"],
  ["has seen none", state("No Data", []), "wrong"],
  ["was just made", state("No Data", [], { created: new Date("2027-01-11T02:55:00Z") }), "unasked"],
  ["is of another check as yet", state("OK", ["OK"], { query: '"mysql.can_connect".over("*")' }), "unasked"],
  ["is not in Datadog", undefined, "unasked"],
])("of a check whose monitor %s", (_, has, verdict) => {
  expect(idleCheck(NEED, has, NOW)?.verdict).toBe(verdict);
});

test("hosts are seen by any of their names; the others are said, with what to do", () => {
  const lastReported = new Date("2027-01-11T01:10:00Z");
  const seen = [
    { names: ["db1", "db1.example.com"], isUp: true, lastReported },
    { names: ["DB2"], isUp: undefined, lastReported },
    { names: ["web1"], isUp: false, lastReported },
    { names: ["cache-01"], isUp: true, lastReported },
  ];
  const found = silentHosts(["db1.example.com", "db2", "web1", "cache01", "new"], seen, "24h");
  expect(found.map((one) => `${one.asked} ${one.found}; ${one.remedy}`)).toEqual([
    "host web1 does not report now, last at 2027-01-11T01:10Z; see that its Agent runs: systemctl status datadog-agent",
    expect.stringMatching(/^host cache01 was not seen in the last 24h; .*calls itself cache-01$/),
    expect.stringMatching(/^host new was not seen in the last 24h; .*datadog-agent$/),
  ]);
});
