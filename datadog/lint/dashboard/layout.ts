import type { DashboardDefinition, DashboardRule, Widget, WidgetDefinition, WidgetLayout } from "./definition";

const TFP = "https://registry.terraform.io/providers/DataDog/datadog/latest/docs/resources/dashboard";
const MODEL =
  "https://github.com/DataDog/datadog-api-client-typescript/blob/master/packages/datadog-api-client-v1/models/WidgetLayout.ts";

const NOTE: WidgetDefinition = { noteDefinition: { content: "A note." } };
const at = (more: Partial<WidgetLayout> = {}): WidgetDefinition => ({
  ...NOTE,
  widgetLayout: { x: 0, y: 0, width: 4, height: 2, ...more },
});
const ordered = (reflowType: string | undefined, ...widgets: WidgetDefinition[]): DashboardDefinition => ({
  layoutType: "ordered",
  ...(reflowType !== undefined && { reflowType }),
  widgets,
});
const free = (...widgets: WidgetDefinition[]): DashboardDefinition => ({ layoutType: "free", widgets });

const layoutType: DashboardRule = {
  id: "dashboard/layout-type",
  verdict: "refused",
  because: "A dashboard is ordered or free, and an ordered one reflows by itself (auto) or keeps its places (fixed).",
  source: TFP,
  passes: ordered("auto", NOTE),
  fails: ordered("automatic", NOTE),
  *check({ definition: { layoutType: layout, reflowType } }) {
    if (!["ordered", "free"].includes(layout)) {
      yield { problem: `"${layout}" is no layout of a dashboard`, remedy: "choose ordered or free" };
    }
    if (reflowType !== undefined && !["auto", "fixed"].includes(reflowType)) {
      yield { problem: `a dashboard does not reflow "${reflowType}"`, remedy: "choose auto or fixed" };
    }
  },
};

const reflowWithFreeLayout: DashboardRule = {
  id: "dashboard/reflow-with-free-layout",
  verdict: "refused",
  because: "Only an ordered dashboard reflows.",
  source: TFP,
  passes: free(at()),
  fails: { ...free(at()), reflowType: "fixed" },
  *check({ definition }) {
    if (definition.layoutType !== "free" || definition.reflowType === undefined) return;
    yield { problem: "a free dashboard does not reflow", remedy: "drop reflowType, or make the layout ordered" };
  },
};

const layoutWithAutoReflow: DashboardRule = {
  id: "dashboard/layout-with-auto-reflow",
  verdict: "may-be-meant",
  because: "A dashboard that reflows by itself places its widgets: they should have no layout.",
  source: "https://github.com/DataDog/terraform-provider-datadog/pull/1017",
  passes: ordered("auto", NOTE),
  fails: ordered("auto", at()),
  *check({ definition, widgets }) {
    if (definition.reflowType !== "auto") return;
    for (const { name } of widgets.filter(({ layout }) => layout !== undefined)) {
      yield {
        problem: `${name} has a place, and the dashboard places it`,
        remedy: "drop widgetLayout, or reflow fixed",
      };
    }
  },
};

const layoutMissing: DashboardRule = {
  id: "dashboard/layout-missing",
  verdict: "refused",
  because:
    "On a free dashboard, and on one that keeps its widgets' places, every widget needs a layout. A group without one is as wide as the page.",
  source: TFP,
  passes: ordered("fixed", at()),
  fails: ordered("fixed", NOTE),
  *check({ definition, widgets }) {
    if (definition.reflowType !== "fixed" && definition.layoutType !== "free") return;
    for (const { name } of widgets.filter(isWithoutPlace)) {
      yield { problem: `${name} has no place`, remedy: "give it a widgetLayout, or let the dashboard reflow auto" };
    }
  },
};

/** A group places its own. */
function isWithoutPlace({ layout, list, type }: Widget): boolean {
  return layout === undefined && list === "widgets" && type !== "group";
}

const groupInFreeLayout: DashboardRule = {
  id: "dashboard/group-in-free-layout",
  verdict: "refused",
  because: "Datadog refuses a group on a free dashboard.",
  source: "https://github.com/DataDog/terraform-provider-datadog/issues/1304",
  passes: ordered("auto", { groupDefinition: { layoutType: "ordered", widgets: [NOTE] } }),
  fails: free({
    groupDefinition: { layoutType: "ordered", widgets: [NOTE] },
    widgetLayout: { x: 0, y: 0, width: 4, height: 2 },
  }),
  *check({ definition, widgets }) {
    if (definition.layoutType !== "free") return;
    for (const { name } of widgets.filter(({ type }) => type === "group")) {
      yield { problem: `${name} stands on a free dashboard`, remedy: "make the layout ordered, or dissolve the group" };
    }
  },
};

const columnBreak: DashboardRule = {
  id: "dashboard/column-break",
  verdict: "refused",
  because: "One widget may begin the second half of an ordered dashboard, and no other.",
  source: MODEL,
  passes: ordered("fixed", at(), at({ x: 4, isColumnBreak: true })),
  fails: ordered("fixed", at({ isColumnBreak: true }), at({ x: 4, isColumnBreak: true })),
  *check({ widgets }) {
    const [, ...more] = widgets.filter(({ layout }) => layout?.isColumnBreak === true);
    for (const { name } of more) {
      yield { problem: `${name} breaks the column a second time`, remedy: "keep one isColumnBreak" };
    }
  },
};

/** Where the widgets stand. */
export const layoutRules: readonly DashboardRule[] = [
  layoutType,
  reflowWithFreeLayout,
  layoutWithAutoReflow,
  layoutMissing,
  groupInFreeLayout,
  columnBreak,
];
