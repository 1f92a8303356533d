import type { Finding } from "../finding";
import {
  type DashboardDefinition,
  type DashboardRule,
  type DashboardSubject,
  readDashboard,
} from "./dashboard/definition";
import { layoutRules } from "./dashboard/layout";
import { wholeRules } from "./dashboard/whole";
import { widgetQueryRules } from "./dashboard/queries";
import { formulasOf, searchesOf } from "./dashboard/searches";
import { variableRules } from "./dashboard/variables";
import { widgetRules } from "./dashboard/widgets";
import { lintFormula } from "./formula";
import { lintQuery } from "./query";
import { lint } from "./rule";
import { lintSearch } from "./search-text";

export const dashboardRules: readonly DashboardRule[] = [
  ...wholeRules,
  ...layoutRules,
  ...variableRules,
  ...widgetRules,
  ...widgetQueryRules,
];

/** What Datadog would refuse, or accept and then not do or not draw: of the dashboard, and of every widget's queries. */
export function lintDashboard(definition: DashboardDefinition): Finding[] {
  const subject = readDashboard(definition);
  return [...lint(dashboardRules, subject), ...lintQueries(subject)];
}

/** A finding's place is in the text of the query, which is named by its widget. */
function lintQueries({ definition: { templateVariables = [] }, widgets }: DashboardSubject): Finding[] {
  const variables = templateVariables.map(({ name }) => name);
  const keys = Object.fromEntries(templateVariables.map(({ name, prefix = "" }) => [name, prefix]));
  return widgets.flatMap((widget) =>
    [
      ...[...new Set(widget.queries)].flatMap((query) => lintQuery({ query, in: "graph", variables, keys })),
      ...[...new Set(searchesOf(widget))].flatMap((search) =>
        lintSearch({ search, in: "dashboard", variables: templateVariables }),
      ),
      ...[...new Set(formulasOf(widget))].flatMap((formula) => lintFormula({ formula })),
    ].map((finding) => ({ ...finding, problem: `${widget.name}: ${finding.problem}` })),
  );
}
