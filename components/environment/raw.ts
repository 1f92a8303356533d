import type * as datadog from "@pulumi/datadog";
import * as pulumi from "@pulumi/pulumi";
import { dashboardOfJson } from "../../datadog/json/dashboard";
import { monitorOfJson } from "../../datadog/json/monitor";
import { type Json, readObject } from "../../datadog/json/value";
import { lintDashboard } from "../../datadog/lint/dashboard";
import type { Answers } from "../answers";
import { lookedAtDashboard } from "../dashboards/declaration";
import { lookedAtDowntime } from "../downtimes/declaration";
import { type Looked, report } from "../findings";
import { isChecked } from "../in-datadog";
import { lookAtAll, type NearMisses } from "../near-misses";
import { stackResource } from "../stack-resource";
import { unknownAtPreview, unreadable } from "../unknown";
import { lookedAtMonitor } from "../monitors/declaration";
import type { Demands } from "../monitors/demands";
import { lookedAtSLO } from "../slo/slo";

/** What the settings say of all that is checked. */
interface Said {
  readonly answers: Answers;
  readonly demands: Demands;
  readonly nearMisses: NearMisses;
}

/** Of a stack's program, what is worked out once: a process may run several, one after the other. */
export function onceAStack<T>(make: () => T): () => T {
  const made = new WeakMap<object, T>();
  return () => {
    const stack = stackResource();
    const before = stack && made.get(stack);
    if (before !== undefined) return before;
    const now = make();
    if (stack !== undefined) made.set(stack, now);
    return now;
  };
}

const WATCHED = new WeakMap<object, () => Said>();

/**
 * Checks what is declared by the provider's own classes from here on, as Lookout's components check what they declare:
 * mistakes on the resource's own line, before it is registered; warnings said and let pass. What a component has checked
 * is left alone, and so is what is only looked up.
 *
 * @param said is asked for at the first such resource.
 */
export function checkRawResources(said: () => Said): void {
  const stack = stackResource();
  // A second environment in the same stack would say everything twice.
  if (stack === undefined || WATCHED.has(stack)) return;
  WATCHED.set(stack, said);
  lookAtAll(stack, () => said().nearMisses);
  pulumi.runtime.registerStackTransformation(({ resource, type, name, props, opts }) => {
    const look = CHECKS[type];
    if (look === undefined || isChecked(resource) || isLookedUp(opts)) return undefined;
    const { answers, demands } = said();
    // The SDK gives a resource its URN only after this, and an error without one has no line to stand on.
    Object.assign(resource, { urn: pulumi.createUrn(name, type, opts.parent) });
    report(look(props, demands), resource, name, { lint: answers, isAdopted: isAdopted(opts) });
    return undefined;
  });
}

function isLookedUp({ id, urn }: pulumi.ResourceOptions & { readonly id?: unknown }): boolean {
  return id !== undefined || urn !== undefined;
}

/** The one option is a custom resource's alone. */
function isAdopted({ import: id }: pulumi.CustomResourceOptions): boolean {
  return id !== undefined;
}

/** By type, of inputs as the provider's classes hand them on. */
const CHECKS: Readonly<Record<string, (inputs: pulumi.Inputs, demands: Demands) => Looked>> = {
  "datadog:index/monitor:Monitor": (inputs, demands) => lookedAtMonitor(inputs as datadog.MonitorArgs, demands),
  "datadog:index/monitorJson:MonitorJson": ({ monitor }, demands) =>
    ofJson("the monitor", monitor, (json) => {
      const definition = monitorOfJson(json);
      if (definition !== undefined) return lookedAtMonitor(definition as datadog.MonitorArgs, demands);
      return { findings: [unreadable("the monitor has no type and query", "write both: they say what it watches")] };
    }),
  "datadog:index/dashboard:Dashboard": (inputs) => lookedAtDashboard(inputs as datadog.DashboardArgs),
  "datadog:index/dashboardJson:DashboardJson": ({ dashboard }) =>
    ofJson("the dashboard", dashboard, (json) => {
      const definition = dashboardOfJson(json);
      return { findings: lintDashboard(definition), subject: ["dashboard", definition] };
    }),
  "datadog:index/downtimeSchedule:DowntimeSchedule": (inputs) =>
    lookedAtDowntime(inputs as datadog.DowntimeScheduleArgs),
  "datadog:index/serviceLevelObjective:ServiceLevelObjective": (inputs) =>
    lookedAtSLO(inputs as datadog.ServiceLevelObjectiveArgs),
};

/** What the text says, which is not quoted: it may hold a secret. */
function ofJson(what: string, text: unknown, look: (json: Json) => Looked): Looked {
  if (typeof text !== "string") return { findings: [unknownAtPreview(what, "text")] };
  const json = readObject(text);
  return json === undefined
    ? { findings: [unreadable(`${what} is no JSON object`, "write it as the API has it, or with JSON.stringify")] }
    : look(json);
}
