import { expect, test } from "vitest";
import { withPresentNames } from "../../../settings/former-names";

test("alert is critical, wherever a monitor's threshold is, and it is said", () => {
  const former = {
    myMetric: { intervalSeconds: 45, monitor: { warning: 500, alert: 800 } },
    databaseMonitors: { connections: { alert: 0.9 }, lag: { alert: 300 } },
    serviceMonitors: { errors: { alert: 0.05 }, latencySeconds: { alert: 1 } },
  };
  const { values, said } = withPresentNames(former);
  expect(values).toEqual({
    myMetric: { intervalSeconds: 45, monitor: { warning: 500, critical: 800 } },
    databaseMonitors: { connections: { critical: 0.9 }, lag: { critical: 300 } },
    serviceMonitors: { errors: { critical: 0.05 }, latencySeconds: { critical: 1 } },
  });
  expect(said).toEqual([
    "myMetric.monitor.alert is called critical now; rename it",
    "databaseMonitors.connections.alert is called critical now; rename it",
    "databaseMonitors.lag.alert is called critical now; rename it",
    "serviceMonitors.errors.alert is called critical now; rename it",
    "serviceMonitors.latencySeconds.alert is called critical now; rename it",
  ]);
});

test("present names, both at once and what is no map are left for the schema", () => {
  const both = { myMetric: { monitor: { alert: 1, critical: 2 } } };
  for (const values of [undefined, [], {}, { myMetric: [] }, { myMetric: { monitor: 3 } }, both]) {
    expect(withPresentNames(values)).toEqual({ values, said: [] });
  }
});
