import { type MonitorDefinition, readMonitor } from "../../datadog/lint/monitor-definition";
import { parseMonitorQuery } from "../../datadog/query/parse";
import { monitorsOf } from "../../datadog/query/walk";
import { customMetrics, customMetricsInWords } from "./custom-metrics";
import { type DashboardInputs, type DashboardSketch, sketch } from "./dashboard";
import type { Declared } from "./declared";
import { describeMonitor, type MonitorDescription, type MonitorInputs } from "./monitor";
import type { Registration } from "../stack/program";
import { type RuleInputs, ruleSentence } from "./rule";
import { type CorrectionInputs, describeSLO, type SLODescription, type SLOInputs } from "./slo";
import { type DowntimeInputs, type QuietHours, quietHours } from "./week";

/** What a stack will mean for people. */
export interface Description {
  readonly stack: string;
  readonly monitors: readonly MonitorDescription[];
  readonly slos: readonly SLODescription[];
  /** A sentence each: whom they notify beside those whom monitors do. */
  readonly notificationRules: readonly string[];
  readonly quietHours: readonly QuietHours[];
  readonly dashboards: readonly DashboardSketch[];
  /** A sentence each: how many custom metrics are billed each hour. */
  readonly customMetrics: readonly string[];
  readonly findings: readonly Finding[];
}

/** What a preview would say, and let pass. */
export interface Finding {
  /** `QuietHours my-metric`. */
  readonly resource?: string;
  readonly words: string;
}

/** From what the program tells its providers: transforms are in it. */
export function describe({ stack, hosts, registrations, warnings }: Declared, now: Date): Description {
  const declared = (type: string) => registrations.filter((one) => one.type === type).sort(byName);
  const monitors = declaredMonitors({ hosts, registrations }, now);
  const titles = titlesOf(registrations);
  const slos = declared("datadog:index/serviceLevelObjective:ServiceLevelObjective");
  const corrections = declared("datadog:index/sloCorrection:SloCorrection").map(
    (one) => inputsOf(one) as CorrectionInputs,
  );
  const named = new Map([...titles, ...slos.map(({ id, inputs }) => [id, String(inputs.name)] as const)]);
  return {
    stack,
    monitors: monitors.map(({ description }) => description),
    slos: slos.map((one) =>
      describeSLO(
        inputsOf(one) as SLOInputs,
        corrections.filter(({ sloId }) => sloId === one.id),
        titles,
      ),
    ),
    notificationRules: declared("datadog:index/monitorNotificationRule:MonitorNotificationRule").map((one) =>
      ruleSentence(inputsOf(one) as RuleInputs),
    ),
    quietHours: quietHours(
      declared("datadog:index/downtimeSchedule:DowntimeSchedule").map((one) => inputsOf(one) as DowntimeInputs),
      titles,
      now,
    ),
    dashboards: declared("datadog:index/dashboard:Dashboard").map((one) =>
      sketch(inputsOf(one) as DashboardInputs, named),
    ),
    customMetrics: customMetricsInWords(customMetrics(registrations)),
    findings: warnings.map(({ message, urn }) => ({
      words: message,
      ...(urn !== undefined && { resource: resourceInWords(urn) }),
    })),
  };
}

const MONITOR = "datadog:index/monitor:Monitor";

/** By id. */
export function titlesOf(registrations: readonly Registration[]): ReadonlyMap<string, string> {
  return new Map(
    registrations
      .filter(({ type }) => type === MONITOR)
      .map(({ id, name, inputs }) => [id, typeof inputs.name === "string" ? inputs.name : name]),
  );
}

export interface DeclaredMonitor {
  /** Datadog's, or what stands in for it. */
  readonly id: string;
  /** The resource's. */
  readonly name: string;
  readonly inputs: MonitorInputs;
  readonly description: MonitorDescription;
}

/** By name. */
export function declaredMonitors(
  { hosts, registrations }: Pick<Declared, "hosts" | "registrations">,
  now: Date,
): DeclaredMonitor[] {
  const monitors = registrations.filter(({ type }) => type === MONITOR).sort(byName);
  const titles = titlesOf(monitors);
  const definitions = new Map(monitors.map((one) => [one.id, inputsOf(one) as MonitorInputs]));
  return monitors.map((one) => {
    const own = inputsOf(one) as MonitorInputs;
    const inputs = { ...own, ...commonGroups(own, definitions) };
    return { id: one.id, name: one.name, inputs, description: describeMonitor(inputs, { titles, hosts, now }) };
  });
}

/** A composite notifies by the groups that all its monitors have. @param definitions by id */
export function commonGroups(
  { query }: MonitorDefinition,
  definitions: ReadonlyMap<string, MonitorDefinition>,
): { commonGroups?: string[] } {
  const parsed = parseMonitorQuery(query);
  if (parsed.kind !== "composite") return {};
  const [first = [], ...others] = [...monitorsOf(parsed.expression)].map((id) => {
    const part = definitions.get(id);
    const subject = part && readMonitor(part);
    return subject !== undefined && "definition" in subject ? subject.groups : [];
  });
  return { commonGroups: first.filter((group) => others.every((groups) => groups.includes(group))) };
}

/** As a component's children register in no order that a reader knows. */
function byName(one: Registration, other: Registration): number {
  return one.name.localeCompare(other.name);
}

/** What `@pulumi/datadog` types on the other side. */
function inputsOf({ inputs }: Registration): unknown {
  return inputs;
}

/** `QuietHours my-metric` of `urn:pulumi:dev::lookout::…$lookout:downtimes:QuietHours::my-metric`. */
export function resourceInWords(urn: string): string {
  const [, , type = "", name = ""] = urn.split("::");
  return `${type.split(":").at(-1) ?? ""} ${name}`;
}
