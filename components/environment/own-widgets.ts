import { type Mistake, noneOf } from "../../settings/mistakes";
import type { WidgetSettings } from "../../settings/widgets";
import type { Widget } from "../dashboards/declaration";
import type { SLO } from "../slo/slo";
import { sloWidget } from "../slo/widget";
import type { PackInBlock } from "./pack";

/** The widgets that the settings declare themselves: at the end, as a pack's are. */
export interface OwnWidgets {
  readonly pack: PackInBlock;
  readonly mistakes: readonly Mistake[];
}

/** @param slos all that there are, by their names in the stack. */
export function ownWidgets(
  settings: Readonly<Record<string, readonly WidgetSettings[]>>,
  slos: ReadonlyMap<string, SLO>,
): OwnWidgets {
  const mistakes: Mistake[] = [];
  const widget = ({ title, query, slo: name, definition }: WidgetSettings, path: string): Widget[] => {
    if (name !== undefined) {
      const slo = slos.get(name);
      if (slo !== undefined) return [sloWidget(slo)];
      mistakes.push({ path: `${path}.slo`, problem: noneOf(name, "SLOs", [...slos.keys()]) });
      return [];
    }
    // What the definition says is looked at as the dashboard's is, and by the provider.
    if (query === undefined) return [definition as Widget];
    return [{ timeseriesDefinition: { title, showLegend: true, requests: [{ displayType: "line", q: query }] } }];
  };
  const all = Object.fromEntries(
    Object.entries(settings).map(([dashboard, declared]) => [
      dashboard,
      declared.flatMap((one, i) => widget(one, `widgets.${dashboard}[${i}]`)),
    ]),
  );
  return {
    pack: { pack: { name: "widgets", widgets: () => all }, block: { enabled: true, team: undefined } },
    mistakes,
  };
}
