import type { Filter } from "../query/query";
import type { MonitorRule } from "./monitor-definition";

const metric = (query: string) => ({ type: "query alert", query, monitorThresholds: { critical: "0.9" } });

const groupsAfterThreshold: MonitorRule = {
  id: "monitor/groups-after-threshold",
  verdict: "may-be-meant",
  because: "The groups belong to the metric. Datadog takes them after the threshold, too, and no reader looks there.",
  source:
    "https://github.com/DataDog/integrations-core/blob/master/postgres/assets/monitors/percent_usage_connections.json",
  passes: metric("avg(last_5m):avg:my_ratio{*} by {host} > 0.9"),
  fails: metric("avg(last_5m):avg:my_ratio{*} > 0.9 by {host}"),
  *check({ query }) {
    if (query.kind !== "metric" || query.by === undefined) return;
    yield {
      problem: `by {${query.by.join(",")}} stands after the threshold`,
      remedy: "write it after the metric's scope",
    };
  },
};

/** What each of a host's disks has of its own. */
const OF_DEVICES = /^system\.(disk|fs\.inodes)\./;

const devicesAveraged: MonitorRule = {
  id: "monitor/devices-averaged",
  verdict: "may-be-meant",
  because: "An average over a host's disks hides the one that is full behind those that are empty.",
  source: "https://github.com/input-output-hk/iohk-ops/pull/156",
  passes: metric("avg(last_5m):avg:system.disk.in_use{*} by {host,device} > 0.9"),
  fails: metric("avg(last_5m):avg:system.disk.in_use{*} by {host} > 0.9"),
  *check({ metrics }) {
    for (const { metric: name, aggregator, scope, by, offset } of metrics) {
      if (aggregator !== "avg" || !OF_DEVICES.test(name) || by.includes("device") || isOfOneDevice(scope)) continue;
      yield {
        ...(offset !== undefined && { offset }),
        problem: `${name} is averaged over all disks`,
        remedy: "group by device, too, or take max",
      };
    }
  },
};

function isOfOneDevice(scope: Filter): boolean {
  const required = scope.kind === "all" ? scope.filters : [scope];
  return required.some((filter) => filter.kind === "tag" && filter.text.startsWith("device:"));
}

export const groupRules: readonly MonitorRule[] = [groupsAfterThreshold, devicesAveraged];
