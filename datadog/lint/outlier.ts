import type { MonitorRule } from "./monitor-definition";

const SOURCE = "https://docs.datadoghq.com/monitors/types/outlier/";
const GOOD = "avg(last_30m):outliers(avg:my_metric{*} by {host}, 'MAD', 3, 20) > 0";
const outliers = (query: string) => ({ type: "query alert", query });
const ALGORITHMS = ["DBSCAN", "scaledDBSCAN", "MAD", "scaledMAD"];
const isOne = (name: string) => ALGORITHMS.some((one) => one.toLowerCase() === name.toLowerCase());

const algorithm: MonitorRule = {
  id: "outlier/algorithm",
  verdict: "refused",
  because: "The algorithm is MAD, DBSCAN, scaledMAD or scaledDBSCAN; a percentage is the two MADs' alone.",
  source: SOURCE,
  passes: outliers(GOOD),
  fails: outliers(GOOD.replace("MAD", "DBSCAN")),
  *check({ calls }) {
    for (const { name, args } of calls) {
      const chosen = args[1];
      if (name !== "outliers" || chosen?.kind !== "text") continue;
      if (!isOne(chosen.value)) {
        yield { problem: `'${chosen.value}' is no algorithm of outliers()`, remedy: `choose ${ALGORITHMS.join(", ")}` };
      } else if (/dbscan$/i.test(chosen.value) && args[3] !== undefined) {
        yield { problem: `${chosen.value} takes no percentage`, remedy: "drop it, or take MAD" };
      }
    }
  },
};

const ungrouped: MonitorRule = {
  id: "outlier/not-grouped",
  verdict: "never-works",
  because: "An outlier is unlike the others of its groups: one series has none.",
  source: SOURCE,
  passes: outliers(GOOD),
  fails: outliers(GOOD.replace(" by {host}", "")),
  *check({ kind, groups }) {
    if (kind !== "outlier" || groups.length > 0) return;
    yield {
      problem: "the query is not grouped: there is nothing to be unlike",
      remedy: "add by {host}, or what tells the series apart",
    };
  },
};

export const outlierRules: readonly MonitorRule[] = [algorithm, ungrouped];
