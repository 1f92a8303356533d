import type { YamlPlaces } from "./yaml-places";

/** Maps of settings that declare objects by name, by the last part of the component's type; the first that has it is meant. */
const DECLARED: readonly (readonly [type: RegExp, maps: readonly string[]])[] = [
  [/Downtime|QuietHours/, ["downtimes"]],
  [/SLO$|ServiceLevelObjective$/, ["slos"]],
  [/NotificationRule$/, ["notificationRules"]],
  [/Dashboard$/, ["widgets"]],
  [/Monitor$/, ["monitors", "slos"]],
];

/** The blocks of what Lookout declares by itself, by the beginning of its names. */
const BLOCKS: Readonly<Record<string, string>> = {
  postgres: "databaseMonitors",
  mysql: "databaseMonitors",
  databases: "databaseMonitors",
  hosts: "hostMonitors",
  services: "serviceMonitors",
};

/**
 * The setting that declares a resource, or from which it is made.
 *
 * @param type of the component: `lookout:monitors:MetricMonitor`.
 * @param name in the stack: `postgres-connect`.
 * @returns nothing where the file says nothing of it.
 */
export function settingOf(type: string, name: string, settings: YamlPlaces): string | undefined {
  const maps = DECLARED.find(([pattern]) => pattern.test(type))?.[1] ?? [];
  const byName = maps.flatMap((map) => {
    const key = longest(name, settings.keysOf(map));
    return key === undefined ? [] : [`${map}.${key}`];
  });
  const host = longest(name, settings.namesIn("hosts"));
  const ofHost = host === undefined ? [] : [`hosts[${settings.namesIn("hosts").indexOf(host)}]`];
  const ofMyMetric = name.startsWith("my-metric") ? [/QuietHours|Downtime/.test(type) ? "quietHours" : "myMetric"] : [];
  const [begin = ""] = name.split("-");
  const block = BLOCKS[begin] ?? longest(name, settings.keysOf("")) ?? begin;
  const isOnHost = /Host|Agent|Monitoring$|TracedService$/.test(type) && !/Monitors?$|Dashboard$/.test(type);
  const candidates = [...byName, ...(isOnHost ? ofHost : []), ...ofMyMetric, block];
  return candidates.find((setting) => settings.has(setting));
}

/** Of names, the one that it is or begins with: `db1` of `db1-postgres`. */
function longest(name: string, names: readonly string[]): string | undefined {
  const [found] = names.filter((one) => name === one || name.startsWith(`${one}-`)).sort((a, b) => b.length - a.length);
  return found;
}
