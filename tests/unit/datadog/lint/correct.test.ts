import { describe, expect, test } from "vitest";
import type { Finding } from "../../../../datadog/finding";
import { lintMessage, type MessageExample } from "../../../../datadog/lint/message";
import { lintMonitor } from "../../../../datadog/lint/monitor";
import { lintQuery } from "../../../../datadog/lint/query";
import { parseGraph, parseMonitorQuery } from "../../../../datadog/query/parse";
import { monitorQueryText, queryText } from "../../../../datadog/query/print";
import { completed } from "../../../corpus/completed";
import { correct, type Correct } from "../../../corpus/read";
import { withoutOffsets } from "../query/without-offsets";

const GRAPHS = correct("graph");
const MONITORS = correct("monitor");
const MESSAGES = correct("message");

test("there are many texts that are known to be correct", () => {
  expect(GRAPHS.length).toBeGreaterThanOrEqual(100);
  expect(MONITORS.length).toBeGreaterThanOrEqual(130);
  expect(MESSAGES.length).toBeGreaterThanOrEqual(60);
});

/** What Datadog shows on a page and advises against on another, and what an entry has that its source has not. */
const KNOWN_WARNINGS: Readonly<Record<string, string>> = {
  "metric/rate-of-gauge": "the shape is of a count, the metric that stands in it is a gauge",
  "monitor/event-alert-replaced": "the old type, in old guides",
  "monitor/groups-after-threshold": "a template of Datadog's own",
  "monitor/no-evaluation-delay": "a cloud's metric, and nothing waits for it",
};

describe("what is correct has no error, and no warning but known ones", () => {
  test("of graphs' queries", () => {
    expect(unexpected(GRAPHS, lintGraph)).toEqual([]);
  });

  test("of monitors' queries, in the definitions that components would make", () => {
    expect(unexpected(MONITORS, (entry) => lintMonitor(completed(entry)))).toEqual([]);
  });

  test("of messages, in monitors that have what they speak of; of messages a warning may be said of any state", () => {
    const errors = MESSAGES.flatMap((entry) =>
      lintMessage(ofMonitor(entry)).filter(({ severity }) => severity === "error"),
    );
    expect(errors).toEqual([]);
  });

  test("and no warning is known that none has any more", () => {
    const findings = [...GRAPHS.flatMap(lintGraph), ...MONITORS.flatMap((entry) => lintMonitor(completed(entry)))];
    expect([...new Set(findings.map(({ rule }) => rule))].sort()).toEqual(Object.keys(KNOWN_WARNINGS));
  });
});

function lintGraph({ text }: Correct): Finding[] {
  const variables = [...text.matchAll(/\$([A-Za-z0-9_-]+)/g)].map(([, name = ""]) => name);
  return lintQuery({ query: text, in: "graph", variables });
}

const WATCHES: readonly (readonly [RegExp, MessageExample["watches"]])[] = [
  [/[{"#^ ]log\./, "log"],
  [/event\./, "event"],
  [/rum\./, "rum"],
  [/span\./, "trace"],
  [/check_message/, "check"],
  [/burn_rate/, "slo"],
  [/\{\{ ?[ab]\./, "composite"],
];

const NOTIFIES: readonly (readonly [RegExp, MessageExample["notifies"][number]])[] = [
  [/^/, "alert"],
  [/is_warning|is_alert_to_warning|warn_threshold/, "warning"],
  [/is_no_data/, "noData"],
  [/is_unknown/, "unknown"],
  [/^/, "recovery"],
  [/is_renotify/, "renotify"],
];

/** A message as a component would have it: with somebody who is told, of a monitor that has the states it speaks of. */
function ofMonitor({ text, groups = [] }: Correct): MessageExample {
  return {
    text: text.includes("@") ? text : `${text} @oncall@example.com`,
    groups,
    watches: WATCHES.find(([pattern]) => pattern.test(text))?.[1] ?? "metric",
    notifies: NOTIFIES.filter(([pattern]) => pattern.test(text)).map(([, state]) => state),
  };
}

function unexpected(entries: readonly Correct[], lint: (entry: Correct) => Finding[]): object[] {
  return entries.flatMap((entry) =>
    lint(entry)
      .filter(({ rule, severity }) => severity === "error" || !(rule in KNOWN_WARNINGS))
      .map((finding) => ({ text: entry.text, ...finding })),
  );
}

describe("what is correct is printed and read again as the same", () => {
  test("of graphs' queries", () => {
    for (const { text } of GRAPHS) {
      const queries = parseGraph(text);
      expect(withoutOffsets(parseGraph(queries.map(queryText).join(", "))), text).toEqual(withoutOffsets(queries));
    }
  });

  test("of monitors' queries", () => {
    for (const { text } of MONITORS) {
      const query = parseMonitorQuery(text);
      expect(withoutOffsets(parseMonitorQuery(monitorQueryText(query))), text).toEqual(withoutOffsets(query));
    }
  });
});
