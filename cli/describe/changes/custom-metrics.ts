import { countText, type CustomMetrics, total } from "../custom-metrics";
import { listed, only } from "./canonical";
import type { Change } from "./change";

/** `12 → 15 (+3: my_metric +3)`; what can't be counted is said where it comes or goes. */
export function customMetricChanges(before: CustomMetrics, after: CustomMetrics): Change[] {
  const [was, is] = [total(before), total(after)];
  const moved = [...new Set([...before.counts.keys(), ...after.counts.keys()])].sort().flatMap((metric) => {
    const more = (after.counts.get(metric) ?? 0) - (before.counts.get(metric) ?? 0);
    return more === 0 ? [] : [`${metric} ${signed(more)}`];
  });
  const says = (words: string): Change => ({ about: "Cost", of: "Custom metrics", says: words });
  return [
    ...(moved.length === 0
      ? []
      : [says(`${countText(was)} → ${countText(is)} (${signed(is - was)}: ${listed(moved)})`)]),
    ...only(after.uncounted, before.uncounted).map((one) => says(`not counted: ${one}`)),
    ...only(before.uncounted, after.uncounted).map((one) => says(`no longer: ${one}`)),
  ];
}

function signed(count: number): string {
  return count < 0 ? `−${countText(-count)}` : `+${countText(count)}`;
}
