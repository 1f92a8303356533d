import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { FAMILIES, type Family } from "../../../datadog/lint/rules";
import { severityOf } from "../../../datadog/lint/rule";
import { lintRules, NOT_TO_BE_TOLD } from "../../../policies/lint";
import { declaredIn, type Example, policyName } from "../../../policies/rule";
import { analysed, said } from "./analysed";

beforeEach(() => {
  // Before the downtimes of the examples.
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-29T12:00:00Z") });
});
afterEach(() => {
  vi.useRealTimers();
});

const RULES = FAMILIES.flatMap((family) => family.rules.map((rule) => ({ family, rule }))).filter(
  ({ rule }) => !NOT_TO_BE_TOLD.includes(rule.id),
);

/** The provider's own default, which nobody wrote. */
const BY_DEFAULT = { noDataTimeframe: 10 };

/** Parts of an object, as the smallest object that has them: the rules see them in no other place. */
const DECLARED: Readonly<Record<string, (example: never) => Example | undefined>> = {
  Queries: ({ query, in: where, variables = [] }: { query: string; in: string; variables?: string[] }) =>
    where === "graph"
      ? dashboard({
          templateVariables: variables.map((name) => ({ name, prefix: name })),
          widgets: [{ timeseriesDefinition: { title: "a", requests: [{ q: query, displayType: "line" }] } }],
        })
      : monitor({ type: "query alert", query: `avg(last_5m):${query} > 1`, requireFullWindow: false }),
  Metrics: () => undefined,
  Searches: () => undefined,
  Formulas: () => undefined,
  Messages: () => undefined,
  Dashboards: (inputs: object) => ({ type: "datadog:index/dashboard:Dashboard", inputs: { ...inputs } }),
  Downtimes: (inputs: object) => ({ type: "datadog:index/downtimeSchedule:DowntimeSchedule", inputs: { ...inputs } }),
  SLOs: (inputs: object) => ({
    type: "datadog:index/serviceLevelObjective:ServiceLevelObjective",
    inputs: { ...inputs },
  }),
  "Corrections of SLOs": (inputs: object) => ({
    type: "datadog:index/sloCorrection:SloCorrection",
    inputs: { ...inputs, sloId: Promise.resolve() },
  }),
};

function monitor(inputs: object): Example {
  return { type: "datadog:index/monitor:Monitor", inputs: { ...inputs } };
}

function dashboard(inputs: object): Example {
  return { type: "datadog:index/dashboard:Dashboard", inputs: { title: "a", layoutType: "ordered", ...inputs } };
}

/** An example with the provider's default has another number in its place. */
function otherwise(example: unknown): unknown {
  const is = (example as Partial<typeof BY_DEFAULT>).noDataTimeframe === BY_DEFAULT.noDataTimeframe;
  return is ? { ...(example as object), noDataTimeframe: 11 } : example;
}

function declared({ title }: Family, example: unknown): Example | undefined {
  return (DECLARED[title] ?? monitor)(example as never);
}

test("every rule of the linter is a policy, as loud as it is there", () => {
  const levels = new Map(lintRules.map(({ id, level }) => [id, level]));
  for (const { rule } of RULES) {
    expect([rule.id, levels.get(rule.id)]).toEqual([rule.id, severityOf(rule) === "error" ? "mandatory" : "advisory"]);
  }
});

test(
  "every rule finds its mistake in what a stack declares, and lets pass what is well",
  { timeout: 300_000 },
  async () => {
    const wrong: string[] = [];
    let tried = 0;
    for (const { family, rule } of RULES) {
      const [passes, fails] = [declared(family, rule.passes), declared(family, otherwise(rule.fails))];
      if (passes === undefined || fails === undefined) continue;
      tried += 1;
      if (said(await analysed([declaredIn(fails)]), rule.id).length === 0) wrong.push(`${rule.id} finds nothing`);
      wrong.push(...said(await analysed([declaredIn(passes)]), rule.id).map((one) => `well, and found: ${one}`));
    }
    expect(wrong).toEqual([]);
    expect(tried).toBeGreaterThan(150);
  },
);

test("parts of a monitor are looked at, too: its metrics, its search, its formula, its messages", async () => {
  const found = await analysed([
    declaredIn(monitor({ type: "query alert", query: "avg(last_5m):avg:postgresql.conections{*} > 1", message: "x" })),
    declaredIn(
      monitor({ type: "log alert", query: 'logs("status:(error").index("*").rollup("count").last("5m") > 1' }),
    ),
  ]);
  const families = new Set(found.map(({ message }) => /\[([^/\]]+)\/[^\]]+\]$/.exec(message)?.[1]));
  expect([...families]).toEqual(expect.arrayContaining(["metric", "message", "search"]));
});

test("what the provider adds by itself is no mistake of the monitor's", async () => {
  const added = { noDataTimeframe: 10, includeTags: true, draftStatus: "published", requireFullWindow: false };
  const inputs = {
    type: "query alert",
    query: "avg(last_5m):avg:a.metric{*} > 1",
    message: "x @a@example.com",
    ...added,
  };
  for (const more of [{}, { onMissingData: "resolve" }]) {
    const found = await analysed([declaredIn(monitor({ ...inputs, ...more }))]);
    expect(found.filter(({ policy }) => policy.startsWith("monitor-"))).toEqual([]);
  }
});

test("of a composite it is not known by what its monitors are grouped", async () => {
  const composite = { type: "composite", query: "12 && 13", message: "{{host.name}} is bad @a@example.com" };
  expect(said(await analysed([declaredIn(monitor(composite))]), "message/empty-host-variable")).toEqual([]);
  const json = { type: "datadog:index/monitorJson:MonitorJson", inputs: { monitor: JSON.stringify(composite) } };
  expect(said(await analysed([declaredIn(json)]), "message/empty-host-variable")).toEqual([]);
});

test("what is unknown at preview is not looked at, and what is read by itself is", async () => {
  const inputs = { type: "query alert", query: Promise.resolve(), message: "{{#is_alert}} x" };
  expect((await analysed([declaredIn(monitor(inputs))])).filter(({ policy }) => !policy.startsWith("policy-"))).toEqual(
    [],
  );
  const later = { type: "query alert", query: "avg(last_5m):avg:a{*} > 1", message: Promise.resolve(), priority: "9" };
  expect((await analysed([declaredIn(monitor(later))])).map(({ policy }) => policy)).toContain(
    policyName("monitor/priority"),
  );
});

test("a downtime whose start has passed since is no mistake at the next preview", async () => {
  const inputs = {
    scope: "env:dev",
    monitorIdentifier: { monitorTags: ["team:queues"] },
    oneTimeSchedule: { start: "2026-11-01T00:00:00Z", end: "2099-01-01T00:00:00Z" },
  };
  const found = await analysed([declaredIn({ type: "datadog:index/downtimeSchedule:DowntimeSchedule", inputs })]);
  expect(said(found, "downtime/start-in-the-past")).toEqual([]);
});
