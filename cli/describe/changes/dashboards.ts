import type { Registration } from "../../stack/program";
import { type DashboardInputs, sketch, type WidgetSketch } from "../dashboard";
import { canonical, listed, ofBoth, paired, quoted } from "./canonical";
import type { Change } from "./change";

type Dashboards = ReadonlyMap<string, DashboardInputs>;

export function dashboards(registrations: readonly Registration[]): Dashboards {
  return new Map(registrations.map(({ name, inputs }) => [name, inputs as unknown as DashboardInputs]));
}

/** Dashboards and their widgets that come, go, or show something else. */
export function dashboardChanges(before: Dashboards, after: Dashboards): Change[] {
  return paired(before, after).flatMap(({ before: was, after: is }) => {
    const of = quoted((is ?? was)?.title ?? "");
    const say = (says: string): Change => ({ about: "Dashboards", of, says });
    if (was === undefined) return [say(`new, with ${listed(widgetsOf(is).map(nameOf))}`)];
    if (is === undefined) return [say("gone")];
    const said = [...retitled(was, is), ...variables(was, is), ...widgets(was, is)].map(say);
    if (said.length > 0 || canonical(was) === canonical(is)) return said;
    return canonical(reordered(was)) === canonical(reordered(is)) ? [] : [{ ...say("drawn otherwise"), isMinor: true }];
  });
}

function* retitled(was: DashboardInputs, is: DashboardInputs): Generator<string> {
  if (was.title !== is.title) yield `new title, was ${quoted(was.title)}`;
}

function* variables(was: DashboardInputs, is: DashboardInputs): Generator<string> {
  const [old, current] = ofBoth(was, is, (one) => [...sketch(one).variables].sort());
  if (old.join("\n") !== current.join("\n")) {
    const inWords = (all: string[]) => (all.length === 0 ? "none" : all.join("; "));
    yield `variables ${inWords(current)}, was: ${inWords(old)}`;
  }
}

/** Where widgets are moved about, nothing is said. */
function* widgets(was: DashboardInputs, is: DashboardInputs): Generator<string> {
  const [old, current] = ofBoth(was, is, (one) => byName(widgetsOf(one)));
  const [come, gone, other]: [string[], string[], string[]] = [[], [], []];
  for (const { key, before = [], after = [] } of paired(old, current)) {
    const [left, right] = [leftOf(before, after), leftOf(after, before)];
    const both = Math.min(left.length, right.length);
    for (let i = 0; i < both; i++) other.push(key);
    for (let i = both; i < left.length; i++) gone.push(key);
    for (let i = both; i < right.length; i++) come.push(key);
  }
  if (come.length > 0) yield `shows newly ${listed(come)}`;
  if (gone.length > 0) yield `no longer shows ${listed(gone)}`;
  if (other.length > 0) yield `shows otherwise ${listed(other)}`;
}

type Named = ReadonlyMap<string, readonly string[]>;

/** Flat; a group by its title, what is in it by itself. */
function widgetsOf(dashboard: DashboardInputs | undefined): WidgetSketch[] {
  const flat = (widget: WidgetSketch): WidgetSketch[] => [{ ...widget, widgets: [] }, ...widget.widgets.flatMap(flat)];
  return dashboard === undefined ? [] : sketch({ ...dashboard, ...reordered(dashboard) }).widgets.flatMap(flat);
}

/** In an order of their own, which decides what scope is said once for all. */
function reordered(dashboard: DashboardInputs): DashboardInputs {
  const { widgets: all = [] } = dashboard;
  return { ...dashboard, widgets: [...all].sort((one, other) => canonical(one).localeCompare(canonical(other))) };
}

function nameOf({ title, kind, lines: [first = ""] }: WidgetSketch): string {
  if (title !== undefined) return quoted(title);
  return kind === "note" ? `the note "${first}"` : `a ${kind}`;
}

function byName(all: readonly WidgetSketch[]): Named {
  const named = new Map<string, string[]>();
  for (const widget of all) named.set(nameOf(widget), [...(named.get(nameOf(widget)) ?? []), canonical(widget)]);
  return named;
}

/** Those that have no like on the other side. */
function leftOf(some: readonly string[], others: readonly string[]): string[] {
  const left = [...others];
  return some.filter((one) => {
    const at = left.indexOf(one);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}
