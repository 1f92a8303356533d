import { type MonitorSubject, readMonitor } from "../../../datadog/lint/monitor-definition";
import { listInWords } from "../../../datadog/list-words";
import { secondsInWords } from "../../../datadog/metrics/value-words";
import { parseTemplate, TemplateSyntaxError } from "../../../datadog/message/parse";
import { templateText } from "../../../datadog/message/print";
import type { Node } from "../../../datadog/message/template";
import { conditionInWords } from "../../../datadog/query/words/monitor";
import { windowInWords } from "../../../datadog/query/words/condition";
import type { DeclaredMonitor } from "../description";
import type { Notification } from "../messages";
import { type MonitorInputs, owners, repetition, runbooks, silence } from "../monitor";
import { canonical, listed, ofBoth, only, paired, quoted } from "./canonical";
import type { Change, Text } from "./change";
import { movedThresholds, movedWindow, watched } from "./query";

/** By the resources' names. */
export type Monitors = ReadonlyMap<string, DeclaredMonitor>;

/** A monitor of both sides, each with its query read. */
interface Pair {
  readonly before: DeclaredMonitor;
  readonly after: DeclaredMonitor;
  readonly was: MonitorSubject;
  readonly is: MonitorSubject;
  readonly titles: Titles;
}

interface Titles {
  readonly before: ReadonlyMap<string, string>;
  readonly after: ReadonlyMap<string, string>;
}

export function monitorChanges(before: Monitors, after: Monitors, titles: Titles): Change[] {
  const pairs = paired(before, after);
  const gone = pairs.flatMap((pair) => (pair.after === undefined ? (pair.before ?? []) : []));
  const come = pairs.flatMap((pair) => (pair.before === undefined ? (pair.after ?? []) : []));
  const moved = renamed(gone, come);
  return [
    ...moved.map(([old, current]) =>
      change(
        current.description.title,
        `declared as ${current.name}, was ${old.name}: without an alias it is deleted and made anew, without its history`,
      ),
    ),
    ...come.filter((one) => !moved.some(([, current]) => current === one)).map(added),
    ...gone.filter((one) => !moved.some(([old]) => old === one)).map(removed),
    ...pairs.flatMap((pair) => (pair.before && pair.after ? changed(pair.before, pair.after, titles) : [])),
  ];
}

function change(title: string, says: string, more: Pick<Change, "isMinor" | "texts"> = {}): Change {
  return { about: "Monitors", of: quoted(title), says, ...more };
}

/** The same under another name. */
function renamed(
  gone: readonly DeclaredMonitor[],
  come: readonly DeclaredMonitor[],
): [old: DeclaredMonitor, current: DeclaredMonitor][] {
  const left = [...gone];
  return come.flatMap((current) => {
    const at = left.findIndex(({ inputs }) => canonical(inputs) === canonical(current.inputs));
    return at < 0 ? [] : left.splice(at, 1).map((old): [DeclaredMonitor, DeclaredMonitor] => [old, current]);
  });
}

function added({ description }: DeclaredMonitor): Change {
  const [condition = ""] = description.condition;
  return change(description.title, `new: ${condition.replace("Alerts", "alerts")}; ${whom(description.notifies)}`);
}

function removed({ description }: DeclaredMonitor): Change {
  return change(description.title, `gone; it ${whom(description.notifies).replace("notifies", "notified")}`);
}

function whom(notifies: ReadonlyMap<string, unknown>): string {
  return notifies.size === 0 ? "notifies nobody" : `notifies ${listed([...notifies.keys()])}`;
}

function changed(before: DeclaredMonitor, after: DeclaredMonitor, titles: Titles): Change[] {
  if (canonical(before.inputs) === canonical(after.inputs)) return [];
  const [was, is] = [readMonitor(before.inputs), readMonitor(after.inputs)];
  // Neither is declared by a program that runs.
  if (!("definition" in was) || !("definition" in is)) return [];
  const pair = { before, after, was, is, titles };
  const says = FACETS.flatMap((facet) => [...facet(pair)]);
  return [
    ...says.map((one) => change(after.description.title, one)),
    ...words(pair),
    ...rest(pair).map((key) => change(after.description.title, `${key} is another`, { isMinor: true })),
  ];
}

/** One line each. */
const FACETS: readonly ((pair: Pair) => Iterable<string>)[] = [
  title,
  ({ was, is }) => movedThresholds(was, is),
  ({ was, is }) => movedWindow(was, is),
  watches,
  groups,
  ofKind("no data does not notify", silence),
  ofKind("notifies once", repetition),
  ofKind("no priority", ({ priority }) => (priority === undefined ? [] : [`priority ${priority}`])),
  ofKind("owned by nobody", owners),
  ofKind("no runbook", runbooks),
  ofKind("does not wait for late points", ({ evaluationDelay = 0 }) =>
    evaluationDelay === 0 ? [] : [`waits ${secondsInWords(evaluationDelay)} for late points`],
  ),
  ofKind("a new group is let be for Datadog's minute", ({ newGroupDelay }) =>
    newGroupDelay === undefined || newGroupDelay === 60
      ? []
      : [`a new group is let be for ${secondsInWords(newGroupDelay)}`],
  ),
  ofKind("a window may be incomplete", ({ requireFullWindow }) =>
    requireFullWindow === true ? ["a window must be full"] : [],
  ),
  ofKind("does not resolve by itself", ({ timeoutH = 0 }) =>
    timeoutH === 0 ? [] : [`resolves by itself after ${secondsInWords(timeoutH * 3600)}`],
  ),
  ofKind("triggers over its own window", ({ monitorThresholdWindows: { triggerWindow, recoveryWindow } = {} }) =>
    triggerWindow === undefined && recoveryWindow === undefined
      ? []
      : [`triggers over ${windowInWords(triggerWindow ?? "")}, recovers over ${windowInWords(recoveryWindow ?? "")}`],
  ),
  ofKind("evaluated all the time", ({ schedulingOptions }) =>
    schedulingOptions === undefined ? [] : [`evaluated on a schedule of its own: ${canonical(schedulingOptions)}`],
  ),
  ofKind("one notification for each group", ({ notifyBies = [] }) =>
    notifyBies.length === 0 ? [] : [`one notification for each ${listInWords([...notifyBies].sort())}`],
  ),
  tags,
];

/** `priority 1, was: priority 3`. */
function ofKind(none: string, inWords: (inputs: MonitorInputs) => readonly string[]): (pair: Pair) => Iterable<string> {
  return ({ before, after }) => {
    const [old, current] = [before, after].map(({ inputs }) => inWords(inputs).join(", ") || none);
    return old === current ? [] : [`${current ?? ""}, was: ${old ?? ""}`];
  };
}

function* title({ before, after }: Pair): Generator<string> {
  const { title: old } = before.description;
  if (old !== after.description.title) yield `new title, was ${quoted(old)}`;
}

function* watches({ was, is, titles }: Pair): Generator<string> {
  if (watched(was) === watched(is)) return;
  const old = conditionInWords(was.query, { thresholds: was.thresholds, titles: titles.before });
  const current = conditionInWords(is.query, { thresholds: is.thresholds, titles: titles.after });
  const everywhere = (where: string | undefined) => (where === undefined ? "everywhere" : `only where ${where}`);
  if (old.alerts !== current.alerts) yield `watches something else: ${current.alerts}, was: ${old.alerts}`;
  if (old.where !== current.where) yield `watches ${everywhere(current.where)}, was ${everywhere(old.where)}`;
  if (old.alerts === current.alerts && old.where === current.where) {
    yield `asks otherwise: ${is.definition.query}, was: ${was.definition.query}`;
  }
}

function* groups({ was, is }: Pair): Generator<string> {
  const [old, current] = ofBoth(was, is, (one) => [...one.groups].sort());
  const inWords = (keys: string[]) =>
    keys.length === 0 ? "one alert for all" : `one alert for each ${listInWords(keys)}`;
  if (old.join() !== current.join()) yield `${inWords(current)}, was ${inWords(old)}`;
}

/** Its team's is said as its owner. */
function* tags({ before, after }: Pair): Generator<string> {
  const [old, current] = [before, after].map(({ inputs: { tags: all = [] } }) =>
    all.filter((tag) => !tag.startsWith("team:")),
  ) as [string[], string[]];
  const [come, gone] = [only(current, old), only(old, current)];
  if (come.length > 0 || gone.length > 0) yield taggedInWords(come, gone);
}

/** `tagged a, no longer b`. */
export function taggedInWords(come: readonly string[], gone: readonly string[]): string {
  const parts = [
    ...(come.length === 0 ? [] : [`tagged ${listed(come)}`]),
    ...(gone.length === 0 ? [] : [`no longer ${come.length === 0 ? "tagged " : ""}${listed(gone)}`]),
  ];
  return parts.join(", ");
}

/** Its message and its title, as people will read them, where the words themselves are others. */
function words({ before, after }: Pair): Change[] {
  const texts = (["message", "escalationMessage"] as const).map((key) =>
    [before, after].map(({ inputs }) => withoutHandles(inputs[key] ?? "")),
  );
  if (texts.every(([old, current]) => old === current)) return [];
  const different = paired(byState(before), byState(after)).flatMap(({ key, ...of }): Text[] =>
    of.before && of.after && unaddressed(of.before) !== unaddressed(of.after)
      ? [{ title: key, before: of.before.text, after: of.after.text }]
      : [],
  );
  const states = different.length === 0 ? "" : ` of ${listInWords(different.map((one) => one.title))}`;
  return [change(after.description.title, `another message${states}`, { texts: different })];
}

/** As it is read, without who reads it. */
function unaddressed({ text, handles }: Notification): string {
  return handles.reduce((rest, handle) => rest.replaceAll(handle, ""), text).trim();
}

function byState({ description }: DeclaredMonitor): ReadonlyMap<string, Notification> {
  return new Map(description.notifications.map((one) => [one.state, one]));
}

/** Who is notified is said by itself; white space is nobody's concern. */
function withoutHandles(text: string): string {
  try {
    return templateText({ nodes: wordsOnly(parseTemplate(text).nodes) })
      .replaceAll(/\{\{|\}\}/g, " $& ")
      .replaceAll(/\s+/g, " ")
      .trim();
  } catch (error) {
    if (error instanceof TemplateSyntaxError) return text;
    throw error;
  }
}

/** Of a block, what is in it; one that holds handles only says nothing. */
function wordsOnly(nodes: readonly Node[]): Node[] {
  return nodes.flatMap((node): Node[] => {
    if (node.kind === "handle" || node.kind === "comment") return [];
    if (node.kind !== "block") return [node];
    const body = wordsOnly(node.body);
    const otherwise = node.otherwise && { ...node.otherwise, body: wordsOnly(node.otherwise.body) };
    return [...body, ...(otherwise?.body ?? [])].every(isBlank)
      ? []
      : [{ ...node, body, ...(otherwise && { otherwise }) }];
  });
}

function isBlank(node: Node): boolean {
  return node.kind === "text" && node.text.trim() === "";
}

const SAID = [
  ...["name", "query", "message", "escalationMessage", "commonGroups", "monitorThresholds", "monitorThresholdWindows"],
  ...["notifyNoData", "noDataTimeframe", "onMissingData", "requireFullWindow", "evaluationDelay", "newGroupDelay"],
  ...["renotifyInterval", "renotifyOccurrences", "renotifyStatuses", "timeoutH", "priority", "tags", "assets"],
  ...["schedulingOptions", "notifyBies", "variables"],
];

/** The keys that no line above speaks of. */
function rest({ before, after }: Pair): string[] {
  const keys = new Set([...Object.keys(before.inputs), ...Object.keys(after.inputs)]);
  const valueOf = ({ inputs }: DeclaredMonitor, key: string) => (inputs as unknown as Record<string, unknown>)[key];
  return [...keys].filter(
    (key) => !SAID.includes(key) && canonical([valueOf(before, key)]) !== canonical([valueOf(after, key)]),
  );
}
