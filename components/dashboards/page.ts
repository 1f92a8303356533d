import type * as datadog from "@pulumi/datadog";

export type Widget = datadog.types.input.DashboardWidget;

/** What every dashboard of an environment says. */
export interface Page {
  title: string;
  /** The hosts that the variable `host` offers. */
  hosts: readonly string[];
  /** Who is told of changes to the dashboard: e-mail addresses of Datadog's users. */
  notify: readonly string[];
}

type Variable = datadog.types.input.DashboardTemplateVariable;

/** A page whose widgets fill the width by themselves, for one host or all; more variables come after the host's. */
export function page(
  { title, hosts, notify }: Page,
  widgets: readonly Widget[],
  variables: readonly Variable[] = [],
): datadog.DashboardArgs {
  return {
    title,
    description:
      "Declared with Lookout: change it there. The next deployment that touches it undoes what is changed here.",
    layoutType: "ordered",
    reflowType: "auto",
    templateVariables: [{ name: "host", prefix: "host", defaults: ["*"], availableValues: [...hosts] }, ...variables],
    notifyLists: [...notify],
    widgets: [...widgets],
  };
}

/** What a reader sees, and what to do next: a paragraph each. */
export function note(...paragraphs: readonly string[]): Widget {
  return {
    noteDefinition: {
      content: paragraphs.join("\n\n"),
      backgroundColor: "white",
      fontSize: "14",
      textAlign: "left",
      showTick: false,
    },
  };
}
