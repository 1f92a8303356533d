import * as fc from "fast-check";
import { expect, test } from "vitest";
import { changes } from "../../../../cli/describe/changes/changes";
import type { Declared } from "../../../../cli/describe/declared";
import { NOW } from "./monitors";
import { STACK, withInputs, without, withText } from "./stacks";

/** One line a change, the minor ones in parentheses. */
function said(before: Declared, after: Declared): string[] {
  return changes(before, after, NOW).map(({ of, says, isMinor }) => (isMinor ? `(${of}: ${says})` : `${of}: ${says}`));
}

const host = (name: string) => STACK.hosts.find((one) => one.name === name);

/** Each kind of change, and its one line. */
const KINDS: readonly (readonly [what: string, changed: Declared, line: string])[] = [
  ["a monitor that goes", without("connect"), `"PostgreSQL does not answer": gone; it notified @oncall@example.com`],
  ["a new title", withInputs("load", () => ({ name: "Load" })), `"Load": new title, was "Load is high"`],
  [
    "a threshold that is quieter",
    withInputs("load", ({ query, monitorThresholds }) => ({
      query: (query as string).replace("> 8", "> 12"),
      monitorThresholds: { ...(monitorThresholds as object), critical: "12" },
    })),
    `"Load is high": alerts above 12, was above 8 (quieter)`,
  ],
  [
    "a threshold of what is too low, in its unit",
    withInputs("memory", ({ query }) => ({
      query: (query as string).replace("< 1000000000", "< 2000000000"),
      monitorThresholds: { critical: "2000000000" },
    })),
    `"Memory runs out": alerts below 2,000,000,000 bytes (1.86 GiB), was below 1,000,000,000 bytes (954 MiB) (louder)`,
  ],
  [
    "a warning that is louder",
    withText("load", "monitorThresholds", '"6"', '"4"'),
    `"Load is high": warns above 4, was above 6 (louder)`,
  ],
  [
    "a recovery threshold",
    withText("load", "monitorThresholds", '"5"', '"4"'),
    `"Load is high": recovers at or below 4, was at or below 5`,
  ],
  [
    "failing runs",
    withText("connect", "monitorThresholds", '"3"', '"2"'),
    `"PostgreSQL does not answer": alerts after 2 failing runs, was after 3 failing runs (louder)`,
  ],
  [
    "a longer window",
    withText("load", "query", "last_5m", "last_15m"),
    `"Load is high": looks at 15 minutes, was 5 minutes (quieter)`,
  ],
  [
    "another way of judging",
    withText("load", "query", "avg(last", "max(last"),
    `"Load is high": judges the highest value of its window, was the average (louder)`,
  ],
  [
    "another scope",
    withText("load", "query", "env:dev,role:db", "env:dev"),
    `"Load is high": watches only where env is dev, was only where env is dev and role is db`,
  ],
  [
    "another metric",
    withText("memory", "query", "mem.usable", "mem.free"),
    `"Memory runs out": watches something else: the lowest value over 10 minutes of the average of system.mem.free on a host is below 1,000,000,000 bytes (954 MiB), was: the lowest value over 10 minutes of the average of system.mem.usable on a host is below 1,000,000,000 bytes (954 MiB)`,
  ],
  [
    "other groups",
    withText("memory", "query", "by {host}", "by {host,device}"),
    `"Memory runs out": one alert for each device and host, was one alert for each host`,
  ],
  [
    "no data that notifies",
    withInputs("load", () => ({ notifyNoData: true, noDataTimeframe: 10 })),
    `"Load is high": no data notifies after 10 minutes, was: no data does not notify`,
  ],
  [
    "renotification",
    withInputs("load", () => ({ renotifyInterval: 120 })),
    `"Load is high": notifies again after each 2 hours, was: notifies again after each hour`,
  ],
  ["a priority", withInputs("load", () => ({ priority: "1" })), `"Load is high": priority 1, was: priority 3`],
  [
    "an owner",
    withInputs("load", () => ({ tags: ["env:dev", "team:dba"] })),
    `"Load is high": owned by dba, was: owned by sre`,
  ],
  ["a tag", withInputs("load", () => ({ tags: ["env:dev", "team:sre", "tier:1"] })), `"Load is high": tagged tier:1`],
  [
    "a runbook",
    withText("load", "assets", "/load", "/busy"),
    `"Load is high": runbook https://wiki.example.com/busy, was: runbook https://wiki.example.com/load`,
  ],
  [
    "a delay",
    withInputs("load", () => ({ evaluationDelay: 900 })),
    `"Load is high": waits 15 minutes for late points, was: waits 1 minute for late points`,
  ],
  [
    "a message",
    withText("load", "message", "is busy", "is too busy"),
    `"Load is high": another message of alert and renotification`,
  ],
  [
    "a page that somebody no longer gets",
    withText("memory", "message", " @oncall@example.com", ""),
    `@oncall@example.com: no longer notified of "Memory runs out"`,
  ],
  [
    "a page that somebody newly gets",
    withText("load", "message", "Fine. @oncall@example.com", "Fine. @oncall@example.com @slack-sre"),
    `@slack-sre: newly notified of "Load is high" (recovery)`,
  ],
  [
    "somebody who hears of nothing any more",
    withText("memory", "message", " @slack-sre", "", withText("load", "message", " @slack-sre", "")),
    `@slack-sre: no longer notified of anything (was of "Load is high" and "Memory runs out")`,
  ],
  [
    "hours that become silent, and loud",
    withText("quiet-TH", "recurringSchedule", "T19:00:00", "T20:00:00"),
    `monitors with service:orders, of env:dev: 1 h become silent (Fri 09:00-10:00), 1 h become loud (Thu 19:00-20:00); muted 28 h of a week's 168, was 28 h, Europe/Berlin`,
  ],
  [
    "hours that are loud again",
    without("quiet-FR"),
    `monitors with service:orders, of env:dev: 14 h become loud (Fri 19:00-24:00; Sat 00:00-09:00); muted 14 h of a week's 168, was 28 h, Europe/Berlin`,
  ],
  [
    "an objective's target",
    withText("orders", "thresholds", "99.9,", "99.5,"),
    `"Orders are taken": 99.5 % over 30 days, was 99.9 % (looser)`,
  ],
  ["an objective that goes", without("orders"), `"Orders are taken": gone; it was 99.9 % over 30 days`],
  [
    "a notification rule",
    withText("dba", "filter", "role:db", "role:database"),
    `Databases: what has env:dev and role:database also tells @dba@example.com; was: what has env:dev and role:db also tells @dba@example.com`,
  ],
  ["a dashboard that goes", without("hosts"), `"Hosts of dev": gone`],
  [
    "a widget that goes",
    withInputs("hosts", ({ widgets }) => ({ widgets: (widgets as unknown[]).slice(1) })),
    `"Hosts of dev": no longer shows "Load"`,
  ],
  [
    "a widget that shows something else",
    withText("hosts", "widgets", "load.1", "load.5"),
    `"Hosts of dev": shows otherwise "Load"`,
  ],
  [
    "a variable",
    withText("hosts", "templateVariables", '"prefix":"host"', '"prefix":"host","defaults":["db1"]'),
    `"Hosts of dev": variables host: db1, was: host: all`,
  ],
  [
    "a host that goes",
    { ...STACK, hosts: STACK.hosts.filter(({ name }) => name !== "db2") },
    "db2: gone, with Agent 1:7.70.1-1, database mysql sessions, service shop, checks disk_io and mysql",
  ],
  [
    "a database that goes",
    { ...STACK, hosts: STACK.hosts.map((one) => ({ ...one, ...(one === host("db1") && { databases: [] }) })) },
    "db1: database postgres is no longer monitored",
  ],
  [
    "a service that goes",
    { ...STACK, hosts: STACK.hosts.map((one) => ({ ...one, services: [] })) },
    "db2: service shop is no longer monitored",
  ],
  [
    "a check that goes",
    withText("db1", "files", "conf.d/disk_io.d", "conf.d"),
    "db1: check disk_io is no longer monitored",
  ],
  ["another Agent", withText("db1-package", "create", "7.70.1", "7.71.0"), "db1: Agent 1:7.71.0-1, was 1:7.70.1-1"],
  [
    "another machine",
    withText("db1-package", "triggers", "192.0.2.11", "192.0.2.99"),
    "db1: another machine: 192.0.2.99, was 192.0.2.11; what is on the old one is removed",
  ],
  [
    "a host's tag",
    withText("db1", "files", "role:db", "role:database"),
    "db1: tagged role:database, no longer role:db",
  ],
  [
    "a setting of an Agent",
    withText("db1", "files", "log_level: info", "log_level: debug"),
    "(db1: datadog.yaml is another)",
  ],
  [
    "what hardly anybody reads",
    withInputs("load", () => ({ includeTags: false })),
    `("Load is high": includeTags is another)`,
  ],
];

test.each(KINDS)("%s is one line", (_, changed, line) => {
  expect(said(STACK, changed)).toEqual([line]);
});

test("no two kinds are said alike", () => {
  expect(new Set(KINDS.map(([, , line]) => line)).size).toBe(KINDS.length);
});

test("what comes is said with what it is", () => {
  expect(said(without("memory", without("both")), without("both"))).toEqual([
    `"Memory runs out": new: alerts when the lowest value over 10 minutes of the average of system.mem.usable on a host is below 1,000,000,000 bytes (954 MiB); notifies @oncall@example.com and @slack-sre`,
  ]);
  expect(said({ ...STACK, hosts: [] }, STACK)).toContain(
    "db1: new, Agent 1:7.70.1-1, database postgres, checks disk_io and postgres",
  );
});

test("a monitor under another name is made anew, and that is said", () => {
  const renamed = STACK.registrations.map((one) => (one.name === "connect" ? { ...one, name: "answers" } : one));
  expect(said(STACK, { ...STACK, registrations: renamed })).toEqual([
    `"PostgreSQL does not answer": declared as answers, was connect: without an alias it is deleted and made anew, without its history`,
  ]);
});

test("whom a rule tells is said of the rule, and of who hears of nothing any more", () => {
  expect(
    said(
      STACK,
      withInputs("dba", () => ({ recipients: ["slack-sre"] })),
    ),
  ).toEqual([
    "@dba@example.com: no longer notified of anything (was of Databases)",
    "Databases: what has env:dev and role:db also tells @slack-sre; was: what has env:dev and role:db also tells @dba@example.com",
  ]);
});

test("what a monitor's words were and are is at hand, for the states that read otherwise", () => {
  const [change] = changes(STACK, withText("load", "message", "It may be", "It could be"), NOW);
  expect(change?.texts).toEqual([
    { title: "warning", before: "It may be. @slack-sre", after: "It could be. @slack-sre" },
  ]);
});

/** The stack with some of the changes above. */
const stacks = fc
  .subarray([...KINDS])
  .map((some) => some.reduce((stack, [, changed]) => overlaid(stack, changed), STACK));

/** What differs from the stack above is taken. */
function overlaid(stack: Declared, changed: Declared): Declared {
  const original = new Map(STACK.registrations.map((one) => [one.name + one.type, one]));
  const theirs = new Map(changed.registrations.map((one) => [one.name + one.type, one]));
  return {
    ...stack,
    hosts: changed.hosts === STACK.hosts ? stack.hosts : changed.hosts,
    registrations: stack.registrations.flatMap((one) => {
      const other = theirs.get(one.name + one.type);
      return other === undefined ? [] : [other === original.get(one.name + one.type) ? one : other];
    }),
  };
}

const shuffled = <T>(items: readonly T[]) => fc.shuffledSubarray([...items], { minLength: items.length });

test("the same is nothing", () => {
  fc.assert(
    fc.property(stacks, (stack) => {
      expect(said(stack, JSON.parse(JSON.stringify(stack)) as Declared)).toEqual([]);
    }),
  );
});

test("a reordering is nothing: of resources, hosts, tags, widgets, scopes, recipients", () => {
  const reordered = stacks.chain((stack) =>
    fc
      .tuple(shuffled(stack.registrations), shuffled(stack.hosts))
      .map(([registrations, hosts]): [Declared, Declared] => [stack, { ...stack, registrations, hosts }]),
  );
  fc.assert(
    fc.property(reordered, ([stack, other]) => {
      expect(said(stack, other)).toEqual([]);
    }),
  );
  const turned = (name: string, input: string) =>
    withInputs(name, (inputs) => ({ [input]: [...(inputs[input] as unknown[])].reverse() }));
  for (const other of [
    turned("load", "tags"),
    turned("hosts", "widgets"),
    withText("load", "query", "env:dev,role:db", "role:db,env:dev"),
    withText("connect", "query", 'env:dev\\",\\"role:db', 'role:db\\",\\"env:dev'),
    withText("connect", "query", 'host\\",\\"port', 'port\\",\\"host'),
    withText("both", "query", "4001 && 4002", "4002 && 4001"),
    withText("dba", "filter", '"env:dev","role:db"', '"role:db","env:dev"'),
  ])
    expect(said(STACK, other)).toEqual([]);
});

test("the same hours are nothing, whenever a deployment had them begin", () => {
  const later = withText("quiet-TH", "recurringSchedule", "2027-01-04", "2027-06-14");
  expect(said(STACK, later)).toEqual([]);
});

test("in the other direction what came goes, and what went comes", () => {
  const kinds = (lines: readonly string[], word: string) =>
    lines.flatMap((line) => (line.includes(`: ${word}`) ? [line.split(`: ${word}`)[0]] : [])).sort();
  fc.assert(
    fc.property(stacks, stacks, (one, other) => {
      const [there, back] = [said(one, other), said(other, one)];
      expect(kinds(there, "new").filter((of) => !isTitled(there, of))).toEqual(kinds(back, "gone"));
      expect(back.length > 0).toBe(there.length > 0);
    }),
  );
});

/** A new title is no new monitor. */
function isTitled(lines: readonly string[], of: string | undefined): boolean {
  return lines.some((line) => line.startsWith(`${of ?? ""}: new title`) || line.startsWith(`${of ?? ""}: newly`));
}
