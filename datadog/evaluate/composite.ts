import type { MonitorDefinition } from "../lint/monitor-definition";
import type { MonitorExpression } from "../query/monitor-query";
import { monitorsOf } from "../query/walk";
import type { GroupCourse } from "./course";
import type { Step } from "./states";
import type { GroupStatus } from "./timeline";

/** A monitor that composites are made of, as far as they look at it. */
export interface Part {
  readonly name: string;
  /** Whether "no data" of it is news. */
  readonly notifiesNoData: boolean;
  readonly groups: readonly GroupCourse[];
}

/** A composite's group, with what it has of each part, in the order in which the query names them. */
interface CompositeGroup {
  readonly group: readonly string[];
  readonly steps: readonly Step[];
  readonly members: readonly GroupCourse[];
}

/**
 * The states of a composite, from those of its parts in the groups that all of them have. A downtime of a part has no
 * part in it: "does not mute the composite monitor".
 *
 * @see https://docs.datadoghq.com/monitors/types/composite/#how-composite-monitors-work
 */
export function compositeGroups(
  expression: MonitorExpression,
  parts: readonly Part[],
  definition: MonitorDefinition,
): CompositeGroup[] {
  const names = [...new Set(monitorsOf(expression))];
  const ordered = names.flatMap((name) => parts.find((part) => part.name === name) ?? []);
  return commonGroups(ordered).map(({ group, members }) => {
    const byName = new Map(names.map((name, index) => [name, { part: ordered[index], member: members[index] }]));
    return {
      group,
      steps: stepsOf(expression, byName, definition),
      members,
    };
  });
}

/** "Composite monitors only look at tag values, not tag keys"; parts without groups go with each. */
function commonGroups(
  parts: readonly Part[],
): { readonly group: readonly string[]; readonly members: GroupCourse[] }[] {
  const indexes = parts.map(({ groups }) => new Map(groups.map((one) => [valuesOf(one.group).join("\0"), one])));
  const common = new Map<string, { group: readonly string[]; members: GroupCourse[] }>();
  for (const { group } of parts.flatMap(({ groups }) => groups)) {
    const values = valuesOf(group);
    const key = values.join("\0");
    if (common.has(key)) continue;
    const members = indexes.flatMap((index) => memberFor(values, index) ?? []);
    if (members.length === parts.length) common.set(key, { group, members });
  }
  return [...common.values()];
}

function valuesOf(group: readonly string[]): string[] {
  return [...new Set(group.map((tag) => tag.slice(tag.indexOf(":") + 1)))].sort();
}

/** The group whose values are all among these; the one that has most of them. */
function memberFor(values: readonly string[], index: ReadonlyMap<string, GroupCourse>): GroupCourse | undefined {
  const whole = index.get(values.join("\0"));
  if (whole !== undefined || values.length === 0) return whole;
  for (const left of values) {
    const found = memberFor(
      values.filter((value) => value !== left),
      index,
    );
    if (found !== undefined) return found;
  }
  return undefined;
}

interface Seen {
  readonly part: Part | undefined;
  readonly member: GroupCourse | undefined;
}

function stepsOf(
  expression: MonitorExpression,
  members: ReadonlyMap<string, Seen>,
  definition: MonitorDefinition,
): Step[] {
  const all = [...members.entries()].flatMap(([name, { member }]) =>
    (member?.steps ?? []).map((step) => ({ name, step })),
  );
  all.sort((one, other) => one.step.time - other.step.time);
  const statuses = new Map<string, GroupStatus | undefined>();
  const steps: Step[] = [];
  let status: GroupStatus | undefined;
  for (const [index, { name, step }] of all.entries()) {
    statuses.set(name, step.to);
    // Parts that change in one minute are looked at together.
    if (all[index + 1]?.step.time === step.time) continue;
    // Until each part has been judged, and where one has dropped the group, there is none in common.
    const isCommon = [...members.keys()].every((part) => statuses.get(part) !== undefined);
    const found = isCommon ? evaluated(expression, statuses) : undefined;
    const isNews = found !== "No Data" || notifiesNoData(statuses, members, definition);
    // "The composite uses the last known state instead."
    const next = isNews ? found : status;
    if (next === status) continue;
    steps.push({ time: step.time, to: next });
    status = next;
  }
  return steps;
}

/** "Both the individual monitors and the composite monitor must be set to Notify when data is missing." */
function notifiesNoData(
  statuses: ReadonlyMap<string, GroupStatus | undefined>,
  members: ReadonlyMap<string, Seen>,
  { notifyNoData }: MonitorDefinition,
): boolean {
  const silent = [...members].filter(([name]) => statuses.get(name) === "No Data");
  return notifyNoData === true && silent.every(([, { part }]) => part?.notifiesNoData === true);
}

const SEVERITY: readonly GroupStatus[] = ["OK", "No Data", "Warn", "Alert"];

/** "The least severe status" of all, "the most severe" of any. */
function evaluated(expression: MonitorExpression, statuses: ReadonlyMap<string, GroupStatus | undefined>): GroupStatus {
  switch (expression.kind) {
    case "monitor": {
      const status = statuses.get(expression.name) ?? "No Data";
      // "The overall status of the monitor stays in OK."
      return status === "Unknown" ? "OK" : status;
    }
    case "not": {
      const status = evaluated(expression.of, statuses);
      if (status === "No Data") return status;
      return status === "OK" ? "Alert" : "OK";
    }
    default: {
      const severities = expression.of.map((one) => SEVERITY.indexOf(evaluated(one, statuses)));
      return SEVERITY[expression.kind === "all" ? Math.min(...severities) : Math.max(...severities)] ?? "OK";
    }
  }
}
