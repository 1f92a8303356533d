import * as datadog from "@pulumi/datadog";
import type * as pulumi from "@pulumi/pulumi";
import { lintDashboard } from "../../datadog/lint/dashboard";
import type { DashboardDefinition } from "../../datadog/lint/dashboard/definition";
import { restrict, type Restricted } from "../access/restriction";
import type { Answered } from "../answers";
import { type Looked, report } from "../findings";
import { kept, type Keeping, ownersMark } from "../in-datadog";
import { unknownAtPreview } from "../unknown";
import { hasUnknown, isUnknown, plain } from "../plain";
import type { Onward } from "./note";
import { type Transform, transformed } from "../transform";

export type Widget = datadog.types.input.DashboardWidget;
export type Variable = datadog.types.input.DashboardTemplateVariable;

/** What every dashboard of an environment says, whatever it shows. */
export interface DashboardDeclaration extends Keeping, Restricted, Answered, Onward {
  title: string;
  /** The hosts that the variable `host` offers. */
  hosts: readonly string[];
  /** Who is notified of changes to the dashboard: of these handles, those of Datadog's users (`@oncall@example.com`). */
  handles: readonly string[];
  /** The environment's; of a dashboard's tags Datadog knows teams only, `team:sre`. @default none */
  tags?: readonly string[] | undefined;
  /** Changes what is declared, after all else and before it is checked. */
  transform?: {
    readonly dashboard?: Transform<datadog.DashboardArgs>;
    readonly editors?: Transform<datadog.RestrictionPolicyArgs>;
  };
}

/**
 * Declares a dashboard whose widgets fill the width by themselves, for one host or all, checked as it will be sent: after the
 * user's word.
 *
 * @param variables come after the host's.
 * @throws ResourceError at preview, with every mistake and its remedy.
 */
export function declareDashboard(
  name: string,
  widgets: readonly Widget[],
  { transform, ...declared }: DashboardDeclaration,
  component: pulumi.Resource,
  variables: readonly Variable[] = [],
): datadog.Dashboard {
  const args = dashboardArgs(name, widgets, declared, variables);
  const told = transformed(transform?.dashboard, args, kept(component, name, declared));
  const isAdopted = told[1].import !== undefined;
  report(lookedAtDashboard(told[0]), component, name, { ...declared, isAdopted });

  const dashboard = new datadog.Dashboard(name, ...told);
  if (!isAdopted) {
    restrict(name, { kind: "dashboard", id: dashboard.id }, declared, component, transform?.editors);
  }
  return dashboard;
}

/**
 * A note, and the id of what a widget shows, may be unknown at preview; of a dashboard whose graphs are unknown nothing can be
 * said.
 */
export function lookedAtDashboard(args: datadog.DashboardArgs): Looked {
  const { widgets, layoutType, reflowType, templateVariables } = args;
  const read = Array.isArray(widgets) ? widgets.map(withoutText).map(withAnyIds) : widgets;
  const [later] = Object.entries({ widgets: read, layoutType, reflowType, templateVariables }).find(([, value]) =>
    hasUnknown(value),
  ) ?? [undefined];
  if (later !== undefined) return { findings: [unknownAtPreview("the dashboard", later)] };
  const definition = plain({ ...args, widgets: read }) as DashboardDefinition;
  return { findings: lintDashboard(definition), subject: ["dashboard", definition] };
}

function withoutText(widget: pulumi.Input<Widget>): unknown {
  if (isUnknown(widget)) return widget;
  const { noteDefinition: note } = widget as Widget;
  return note === undefined || !hasUnknown(note)
    ? widget
    : { noteDefinition: Object.assign({}, note, { content: undefined }) };
}

/** Of an SLO or a monitor that is made with the dashboard, however deep its widget stands in groups. */
function withAnyIds(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(withAnyIds);
  if (typeof part !== "object" || part === null || isUnknown(part)) return part;
  return Object.fromEntries(
    Object.entries(part).map(([key, value]) => [key, isUnknown(value) ? (ANY_ID[key] ?? value) : withAnyIds(value)]),
  );
}

const ANY_ID: Readonly<Record<string, string>> = { sloId: "0".repeat(32), alertId: "1001" };

function dashboardArgs(
  name: string,
  widgets: readonly Widget[],
  { title, hosts, handles, tags = [] }: DashboardDeclaration,
  variables: readonly Variable[],
): datadog.DashboardArgs {
  const teams = tags.filter((tag) => tag.startsWith("team:")).sort();
  return {
    title,
    description: [
      "Declared with Lookout: change it there. The next deployment that touches it undoes what is changed here.",
      ownersMark(name).join(" "),
    ].join("\n\n"),
    layoutType: "ordered",
    reflowType: "auto",
    templateVariables: [{ name: "host", prefix: "host", defaults: ["*"], availableValues: [...hosts] }, ...variables],
    notifyLists: handles.filter((handle) => /^@\S+@/.test(handle)).map((handle) => handle.slice(1)),
    ...(teams.length > 0 && { tags: teams }),
    widgets: [...widgets],
  };
}
