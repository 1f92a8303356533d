import type { Declared } from "../declared";
import { customMetrics } from "../custom-metrics";
import { declaredMonitors, titlesOf } from "../description";
import { type RuleInputs, ruleSentence } from "../rule";
import { canonical, paired } from "./canonical";
import { type Change, SUBJECTS } from "./change";
import { customMetricChanges } from "./custom-metrics";
import { dashboardChanges, dashboards } from "./dashboards";
import { hostChanges, hosts } from "./hosts";
import { hoursChanges, mutings } from "./hours";
import { monitorChanges } from "./monitors";
import { objectiveChanges, objectives } from "./objectives";
import { peopleChanges } from "./people";

/**
 * What people will notice of a change to a stack, one line each, in the order in which they want to know. What a reordering
 * or another variable's name in the program changes is nothing.
 *
 * @param now for the examples in messages.
 */
export function changes(before: Declared, after: Declared, now: Date): Change[] {
  const [was, is] = [side(before, now), side(after, now)];
  const titles = { before: was.titles, after: is.titles };
  const all = [
    ...monitorChanges(was.monitors, is.monitors, titles),
    ...peopleChanges(was, is),
    ...hoursChanges(was.hours, is.hours),
    ...objectiveChanges(was.objectives, is.objectives, titles),
    ...ruleChanges(was.rulesByName, is.rulesByName),
    ...dashboardChanges(was.dashboards, is.dashboards),
    ...hostChanges(was.hosts, is.hosts),
    ...customMetricChanges(customMetrics(before.registrations), customMetrics(after.registrations)),
    ...otherChanges(was.others, is.others),
  ];
  return SUBJECTS.flatMap((subject) => all.filter(({ about }) => about === subject));
}

/** Types that a part of its own reads. */
const READ = {
  monitors: "datadog:index/monitor:Monitor",
  downtimes: "datadog:index/downtimeSchedule:DowntimeSchedule",
  objectives: "datadog:index/serviceLevelObjective:ServiceLevelObjective",
  corrections: "datadog:index/sloCorrection:SloCorrection",
  rules: "datadog:index/monitorNotificationRule:MonitorNotificationRule",
  dashboards: "datadog:index/dashboard:Dashboard",
} as const;

function side(declared: Declared, now: Date) {
  const { registrations } = declared;
  const of = (what: keyof typeof READ) => registrations.filter(({ type }) => type === READ[what]);
  const titles = titlesOf(registrations);
  const rulesByName = new Map(of("rules").map(({ name, inputs }) => [name, inputs as unknown as RuleInputs]));
  const read: readonly string[] = Object.values(READ);
  return {
    titles,
    monitors: new Map(declaredMonitors(declared, now).map((one) => [one.name, one])),
    hours: mutings(of("downtimes"), titles),
    objectives: objectives(of("objectives"), of("corrections")),
    rules: [...rulesByName.values()],
    rulesByName,
    dashboards: dashboards(of("dashboards")),
    hosts: hosts(declared),
    others: new Map(
      registrations
        .filter(({ type }) => type.startsWith("datadog:") && !read.includes(type))
        .map(({ type, name, inputs }) => [`${type.split(":").at(-1) ?? type} ${name}`, inputs]),
    ),
  };
}

function ruleChanges(before: ReadonlyMap<string, RuleInputs>, after: ReadonlyMap<string, RuleInputs>): Change[] {
  return paired(before, after).flatMap(({ before: was, after: is }) => {
    const say = (of: RuleInputs, says: string): Change => ({ about: "Notification rules", of: of.name, says });
    if (was === undefined) return is === undefined ? [] : [say(is, `new: ${clauseOf(is)}`)];
    if (is === undefined) return [say(was, `gone; it said: ${clauseOf(was)}`)];
    const [old, current] = [clauseOf(sorted(was)), clauseOf(sorted(is))];
    return [
      ...(was.name === is.name ? [] : [say(is, `new name, was ${was.name}`)]),
      ...(old === current ? [] : [say(is, `${current}; was: ${old}`)]),
    ];
  });
}

function sorted(rule: RuleInputs): RuleInputs {
  return JSON.parse(canonical(rule)) as RuleInputs;
}

/** `what has env:dev also tells @slack-sre`. */
function clauseOf(rule: RuleInputs): string {
  return ruleSentence({ ...rule, name: "" })
    .replace(/^: /, "")
    .replace(/\.$/, "");
}

/** Of the provider and what else a program declares: that it is, not what. */
function otherChanges(before: ReadonlyMap<string, unknown>, after: ReadonlyMap<string, unknown>): Change[] {
  return paired(before, after).flatMap(({ key, before: was, after: is }): Change[] => {
    if (canonical([was]) === canonical([is])) return [];
    const says = was === undefined ? "new" : is === undefined ? "gone" : "another";
    return [{ about: "Monitors", of: key, says, isMinor: true }];
  });
}
