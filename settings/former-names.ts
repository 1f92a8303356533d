import { isMap } from "./map";

/** Settings whose `alert` is called `critical` now, as Datadog and the code call it. */
const THRESHOLDS = [
  ["myMetric", "monitor"],
  ["databaseMonitors", "connections"],
  ["databaseMonitors", "lag"],
  ["serviceMonitors", "errors"],
  ["serviceMonitors", "latencySeconds"],
] as const;

/** Settings by their present names, and a sentence for each that stands under a former one, which is taken all the same. */
export function withPresentNames(values: unknown): { readonly values: unknown; readonly said: readonly string[] } {
  const said: string[] = [];
  let present = values;
  for (const [block, key] of THRESHOLDS) {
    if (!isMap(present)) break;
    const { [block]: numbers } = present;
    if (!isMap(numbers)) continue;
    const { [key]: thresholds } = numbers;
    if (!isMap(thresholds) || !("alert" in thresholds) || "critical" in thresholds) continue;
    const { alert, ...others } = thresholds;
    present = { ...present, [block]: { ...numbers, [key]: { ...others, critical: alert } } };
    said.push(`${block}.${key}.alert is called critical now; rename it`);
  }
  return { values: present, said };
}
