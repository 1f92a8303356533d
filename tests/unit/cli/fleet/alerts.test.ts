import { expect, test } from "vitest";
import { alertsIn } from "../../../../cli/fleet/alerts";

const HOSTS = new Set(["db1"]);
const groups = (states: Record<string, string>) => ({
  name: "CPU",
  overallState: "Alert",
  state: { groups: Object.fromEntries(Object.entries(states).map(([name, status]) => [name, { status }])) },
});

test.each([
  ["of a wave's host counts", groups({ "host:db1": "Alert" }), ['the monitor "CPU" alerts for host:db1']],
  ["of another host does not", groups({ "host:db2": "Alert", "host:db1": "OK" }), []],
  [
    "of a disk of a wave's host counts",
    groups({ "device:/,host:db1": "Alert" }),
    ['the monitor "CPU" alerts for device:/,host:db1'],
  ],
  ["of a host whose name begins so does not", groups({ "host:db10": "Alert" }), []],
  [
    "of no host counts",
    groups({ "service:shop": "Alert", "*": "Alert" }),
    ['the monitor "CPU" alerts for service:shop', 'the monitor "CPU" alerts'],
  ],
  ["that warns or is silent does not", groups({ "host:db1": "Warn", "*": "No Data" }), []],
  ["of a monitor that is not grouped counts", { name: "X", overallState: "Alert" }, ['the monitor "X" alerts']],
  ["of none does not", { name: "X", overallState: "OK", state: { groups: {} } }, []],
])("an alert %s", (_, monitor, found) => {
  expect(alertsIn(monitor, HOSTS)).toEqual(found);
});
