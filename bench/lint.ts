import { lintMonitor } from "../datadog/lint/monitor";
import type { MonitorDefinition } from "../datadog/lint/monitor-definition";
import { kindOf } from "../datadog/query/kind";
import { parseGraph, parseMonitorQuery, QuerySyntaxError } from "../datadog/query/parse";
import { variedMonitors } from "../tests/corpus/varied";
import { cost } from "../tests/fuzz/cost";
import { SHAPES } from "../tests/fuzz/shapes";

const RUNS = 3;
const MONITORS = 1000;
const LENGTHS = [1_000, 10_000, 100_000, 1_000_000];

/** What a query that can't be read gives instead of what was read. */
function unlessUnreadable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof QuerySyntaxError) return undefined;
    throw error;
  }
}

function byKind(monitors: readonly MonitorDefinition[]): Map<string, MonitorDefinition[]> {
  const groups = new Map<string, MonitorDefinition[]>();
  for (const monitor of monitors) {
    const query = unlessUnreadable(() => parseMonitorQuery(monitor.query));
    const kind = query === undefined ? "(unreadable)" : kindOf(query);
    groups.set(kind, [...(groups.get(kind) ?? []), monitor]);
  }
  return groups;
}

const monitors = variedMonitors(MONITORS);
console.log(`${MONITORS} monitors: ${cost(() => monitors.map(lintMonitor), RUNS).toFixed(0)} ms of CPU\n`);
console.table(
  [...byKind(monitors)].map(([kind, all]) => ({
    kind,
    monitors: all.length,
    "ms each": Number((cost(() => all.map(lintMonitor), RUNS) / all.length).toFixed(3)),
  })),
);

console.log("\nthe parser: ms of CPU by length, and how many times as long the last takes a byte as the one before");
console.table(
  Object.fromEntries(
    Object.entries(SHAPES).map(([name, shape]) => {
      const texts = LENGTHS.map(shape);
      const times = texts.map((text) =>
        cost(() => {
          unlessUnreadable(() => parseMonitorQuery(text));
          unlessUnreadable(() => parseGraph(text));
        }, RUNS),
      );
      const [before = 0, last = 0] = times.slice(-2).map((time, index) => time / (texts.slice(-2)[index]?.length ?? 1));
      return [
        name,
        {
          ...Object.fromEntries(
            LENGTHS.map((length, index) => [`${length / 1000} kB`, Number(times[index]?.toFixed(1))]),
          ),
          ratio: Number((last / before).toFixed(1)),
        },
      ];
    }),
  ),
);
