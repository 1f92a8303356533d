import { monitorsOf } from "../query/walk";
import type { MonitorRule } from "./monitor-definition";

const SOURCE = "https://docs.datadoghq.com/monitors/types/composite/";
const composite = (query: string, more: object = {}) => ({ type: "composite", query, ...more });
const MOST_MONITORS = 10;
const eleven = Array.from({ length: 11 }, (_, index) => 1001 + index).join(" && ");

const tooMany: MonitorRule = {
  id: "composite/too-many-monitors",
  verdict: "refused",
  because: "A composite is of 10 monitors at most.",
  source: SOURCE,
  passes: composite("1001 && !(1002 || 1003)"),
  fails: composite(eleven),
  *check({ query, kind }) {
    if (query.kind !== "composite" || kind !== "composite") return;
    const { size } = new Set(monitorsOf(query.expression));
    if (size <= MOST_MONITORS) return;
    yield { problem: `the composite is of ${size} monitors`, remedy: `take ${MOST_MONITORS} at most` };
  },
};

const notAnId: MonitorRule = {
  id: "composite/not-an-id",
  verdict: "refused",
  because: "A composite names its monitors by their ids, which are numbers.",
  source: `${SOURCE}#api`,
  passes: composite("1001 && 1002"),
  fails: composite("1001 && disk-full"),
  *check({ query, kind }) {
    if (query.kind !== "composite" || kind !== "composite") return;
    for (const name of new Set(monitorsOf(query.expression))) {
      if (/^\d+$/.test(name)) continue;
      yield { problem: `${name} is no monitor's id`, remedy: "write the number at the end of the monitor's URL" };
    }
  },
};

const single: MonitorRule = {
  id: "composite/single-monitor",
  verdict: "may-be-meant",
  because: "A composite of one monitor says what that one says, once more.",
  source: SOURCE,
  passes: composite("1001 && 1002"),
  fails: composite("1001 || 1001"),
  *check({ query, kind }) {
    if (query.kind !== "composite" || kind !== "composite" || new Set(monitorsOf(query.expression)).size !== 1) return;
    yield { problem: "the composite is of one monitor alone", remedy: "add another, or take that monitor itself" };
  },
};

const thresholds: MonitorRule = {
  id: "composite/thresholds",
  verdict: "may-be-meant",
  because: "A composite judges states: its parts have the thresholds.",
  source: SOURCE,
  passes: composite("1001 && 1002"),
  fails: composite("1001 && 1002", { monitorThresholds: { critical: "1" } }),
  *check({ definition: { type, monitorThresholds = {} } }) {
    if (type !== "composite" || Object.keys(monitorThresholds).length === 0) return;
    yield { problem: "a composite has no thresholds", remedy: "drop them; set the parts'" };
  },
};

export const compositeRules: readonly MonitorRule[] = [tooMany, notAnId, single, thresholds];
