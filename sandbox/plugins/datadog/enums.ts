/** Which texts the API takes: the lists of Datadog's own client, one module each so that no other model is bundled. */
import * as apmStatsQueryRowType from "@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/models/ApmStatsQueryRowType.js";
import * as dashboardLayoutType from "@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/models/DashboardLayoutType.js";
import * as dashboardReflowType from "@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/models/DashboardReflowType.js";
import * as formulaAndFunctionApmDependencyStatName from "@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/models/FormulaAndFunctionApmDependencyStatName.js";
import * as formulaAndFunctionApmDependencyStatsDataSource from "@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/models/FormulaAndFunctionApmDependencyStatsDataSource.js";
import * as formulaAndFunctionApmResourceStatName from "@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/models/FormulaAndFunctionApmResourceStatName.js";
import * as formulaAndFunctionApmResourceStatsDataSource from "@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/models/FormulaAndFunctionApmResourceStatsDataSource.js";
import * as formulaAndFunctionCloudCostDataSource from "@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/models/FormulaAndFunctionCloudCostDataSource.js";
import * as formulaAndFunctionEventAggregation from "@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/models/FormulaAndFunctionEventAggregation.js";
import * as formulaAndFunctionEventsDataSource from "@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/models/FormulaAndFunctionEventsDataSource.js";
import * as formulaAndFunctionMetricAggregation from "@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/models/FormulaAndFunctionMetricAggregation.js";
import * as formulaAndFunctionMetricSemanticMode from "@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/models/FormulaAndFunctionMetricSemanticMode.js";
import * as formulaAndFunctionProcessQueryDataSource from "@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/models/FormulaAndFunctionProcessQueryDataSource.js";
import * as formulaAndFunctionSLODataSource from "@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/models/FormulaAndFunctionSLODataSource.js";
import * as formulaAndFunctionSLOGroupMode from "@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/models/FormulaAndFunctionSLOGroupMode.js";
import * as formulaAndFunctionSLOMeasure from "@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/models/FormulaAndFunctionSLOMeasure.js";
import * as formulaAndFunctionSLOQueryType from "@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/models/FormulaAndFunctionSLOQueryType.js";
import * as monitorAssetCategory from "@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/models/MonitorAssetCategory.js";
import * as monitorAssetResourceType from "@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/models/MonitorAssetResourceType.js";
import * as monitorDraftStatus from "@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/models/MonitorDraftStatus.js";
import * as monitorOptionsNotificationPresets from "@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/models/MonitorOptionsNotificationPresets.js";
import * as monitorRenotifyStatusType from "@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/models/MonitorRenotifyStatusType.js";
import * as monitorType from "@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/models/MonitorType.js";
import * as querySortOrder from "@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/models/QuerySortOrder.js";
import * as sloCorrectionCategory from "@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/models/SLOCorrectionCategory.js";
import * as sloTimeframe from "@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/models/SLOTimeframe.js";
import * as sloTimeSliceComparator from "@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/models/SLOTimeSliceComparator.js";
import * as sloType from "@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/models/SLOType.js";
import * as tableWidgetCellDisplayMode from "@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/models/TableWidgetCellDisplayMode.js";
import * as tableWidgetHasSearchBar from "@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/models/TableWidgetHasSearchBar.js";
import * as tableWidgetTextFormatMatchType from "@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/models/TableWidgetTextFormatMatchType.js";
import * as tableWidgetTextFormatPalette from "@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/models/TableWidgetTextFormatPalette.js";
import * as timeseriesBackgroundType from "@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/models/TimeseriesBackgroundType.js";
import * as timeseriesWidgetLegendColumn from "@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/models/TimeseriesWidgetLegendColumn.js";
import * as timeseriesWidgetLegendLayout from "@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/models/TimeseriesWidgetLegendLayout.js";
import * as toplistWidgetScaling from "@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/models/ToplistWidgetScaling.js";
import * as widgetAggregator from "@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/models/WidgetAggregator.js";
import * as widgetChangeType from "@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/models/WidgetChangeType.js";
import * as widgetColorPreference from "@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/models/WidgetColorPreference.js";
import * as widgetComparator from "@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/models/WidgetComparator.js";
import * as widgetCompareTo from "@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/models/WidgetCompareTo.js";
import * as widgetDisplayType from "@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/models/WidgetDisplayType.js";
import * as widgetEventSize from "@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/models/WidgetEventSize.js";
import * as widgetFormulaCellDisplayModeOptionsTrendType from "@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/models/WidgetFormulaCellDisplayModeOptionsTrendType.js";
import * as widgetFormulaCellDisplayModeOptionsYScale from "@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/models/WidgetFormulaCellDisplayModeOptionsYScale.js";
import * as widgetGrouping from "@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/models/WidgetGrouping.js";
import * as widgetLayoutType from "@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/models/WidgetLayoutType.js";
import * as widgetLineType from "@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/models/WidgetLineType.js";
import * as widgetLineWidth from "@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/models/WidgetLineWidth.js";
import * as widgetLiveSpan from "@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/models/WidgetLiveSpan.js";
import * as widgetMonitorSummaryDisplayFormat from "@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/models/WidgetMonitorSummaryDisplayFormat.js";
import * as widgetMonitorSummarySort from "@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/models/WidgetMonitorSummarySort.js";
import * as widgetNodeType from "@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/models/WidgetNodeType.js";
import * as widgetOrderBy from "@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/models/WidgetOrderBy.js";
import * as widgetPalette from "@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/models/WidgetPalette.js";
import * as widgetServiceSummaryDisplayFormat from "@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/models/WidgetServiceSummaryDisplayFormat.js";
import * as widgetSizeFormat from "@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/models/WidgetSizeFormat.js";
import * as widgetSort from "@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/models/WidgetSort.js";
import * as widgetStyleOrderBy from "@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/models/WidgetStyleOrderBy.js";
import * as widgetSummaryType from "@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/models/WidgetSummaryType.js";
import * as widgetTextAlign from "@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/models/WidgetTextAlign.js";
import * as widgetTickEdge from "@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/models/WidgetTickEdge.js";
import * as widgetVerticalAlign from "@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/models/WidgetVerticalAlign.js";
import * as widgetVizType from "@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/models/WidgetVizType.js";

const names = new WeakMap<readonly string[], string>();

/** The type of the client's whose texts these are, as messages name it. */
export function enumName(texts: readonly string[]): string {
  return names.get(texts) ?? "text";
}

/** A module of the client exports one constant for each text. */
function texts(module: object, name: string): readonly string[] {
  const found = Object.values(module).filter((value) => typeof value === "string");
  names.set(found, name);
  return found;
}

export const textAligns = texts(widgetTextAlign, "WidgetTextAlign");
export const verticalAligns = texts(widgetVerticalAlign, "WidgetVerticalAlign");
export const tickEdges = texts(widgetTickEdge, "WidgetTickEdge");
export const vizTypes = texts(widgetVizType, "WidgetVizType");
export const changeTypes = texts(widgetChangeType, "WidgetChangeType");
export const compareTos = texts(widgetCompareTo, "WidgetCompareTo");
export const changeOrders = texts(widgetOrderBy, "WidgetOrderBy");
export const directions = texts(widgetSort, "WidgetSort");
export const groupings = texts(widgetGrouping, "WidgetGrouping");
export const eventSizes = texts(widgetEventSize, "WidgetEventSize");
export const nodeTypes = texts(widgetNodeType, "WidgetNodeType");
export const summaryTypes = texts(widgetSummaryType, "WidgetSummaryType");
export const summarySorts = texts(widgetMonitorSummarySort, "WidgetMonitorSummarySort");
export const summaryDisplays = texts(widgetMonitorSummaryDisplayFormat, "WidgetMonitorSummaryDisplayFormat");
export const colorPreferences = texts(widgetColorPreference, "WidgetColorPreference");
export const aggregators = texts(widgetAggregator, "WidgetAggregator");
export const comparators = texts(widgetComparator, "WidgetComparator");
export const palettes = texts(widgetPalette, "WidgetPalette");
export const liveSpans = texts(widgetLiveSpan, "WidgetLiveSpan");
export const lineTypes = texts(widgetLineType, "WidgetLineType");
export const lineWidths = texts(widgetLineWidth, "WidgetLineWidth");
export const styleOrders = texts(widgetStyleOrderBy, "WidgetStyleOrderBy");
export const displayTypes = texts(widgetDisplayType, "WidgetDisplayType");
export const legendLayouts = texts(timeseriesWidgetLegendLayout, "TimeseriesWidgetLegendLayout");
export const legendColumns = texts(timeseriesWidgetLegendColumn, "TimeseriesWidgetLegendColumn");
export const toplistScalings = texts(toplistWidgetScaling, "ToplistWidgetScaling");
export const sizeFormats = texts(widgetSizeFormat, "WidgetSizeFormat");
export const serviceDisplays = texts(widgetServiceSummaryDisplayFormat, "WidgetServiceSummaryDisplayFormat");
export const searchBars = texts(tableWidgetHasSearchBar, "TableWidgetHasSearchBar");
export const cellDisplayModes = texts(tableWidgetCellDisplayMode, "TableWidgetCellDisplayMode");
export const textFormatPalettes = texts(tableWidgetTextFormatPalette, "TableWidgetTextFormatPalette");
export const textFormatMatches = texts(tableWidgetTextFormatMatchType, "TableWidgetTextFormatMatchType");
export const queryOrders = texts(querySortOrder, "QuerySortOrder");
export const metricAggregations = texts(formulaAndFunctionMetricAggregation, "FormulaAndFunctionMetricAggregation");
export const semanticModes = texts(formulaAndFunctionMetricSemanticMode, "FormulaAndFunctionMetricSemanticMode");
export const eventsSources = texts(formulaAndFunctionEventsDataSource, "FormulaAndFunctionEventsDataSource");
export const eventAggregations = texts(formulaAndFunctionEventAggregation, "FormulaAndFunctionEventAggregation");
export const processSources = texts(
  formulaAndFunctionProcessQueryDataSource,
  "FormulaAndFunctionProcessQueryDataSource",
);
export const apmDependencySources = texts(
  formulaAndFunctionApmDependencyStatsDataSource,
  "FormulaAndFunctionApmDependencyStatsDataSource",
);
export const apmDependencyStats = texts(
  formulaAndFunctionApmDependencyStatName,
  "FormulaAndFunctionApmDependencyStatName",
);
export const apmResourceSources = texts(
  formulaAndFunctionApmResourceStatsDataSource,
  "FormulaAndFunctionApmResourceStatsDataSource",
);
export const apmResourceStats = texts(formulaAndFunctionApmResourceStatName, "FormulaAndFunctionApmResourceStatName");
export const sloSources = texts(formulaAndFunctionSLODataSource, "FormulaAndFunctionSLODataSource");
export const sloMeasures = texts(formulaAndFunctionSLOMeasure, "FormulaAndFunctionSLOMeasure");
export const sloGroupModes = texts(formulaAndFunctionSLOGroupMode, "FormulaAndFunctionSLOGroupMode");
export const sloQueryTypes = texts(formulaAndFunctionSLOQueryType, "FormulaAndFunctionSLOQueryType");
export const cloudCostSources = texts(formulaAndFunctionCloudCostDataSource, "FormulaAndFunctionCloudCostDataSource");
export const apmStatsRows = texts(apmStatsQueryRowType, "ApmStatsQueryRowType");
export const backgroundTypes = texts(timeseriesBackgroundType, "TimeseriesBackgroundType");
export const trendTypes = texts(
  widgetFormulaCellDisplayModeOptionsTrendType,
  "WidgetFormulaCellDisplayModeOptionsTrendType",
);
export const trendScales = texts(
  widgetFormulaCellDisplayModeOptionsYScale,
  "WidgetFormulaCellDisplayModeOptionsYScale",
);
export const groupLayouts = texts(widgetLayoutType, "WidgetLayoutType");
export const dashboardLayouts = texts(dashboardLayoutType, "DashboardLayoutType");
export const reflowTypes = texts(dashboardReflowType, "DashboardReflowType");
export const monitorTypes = texts(monitorType, "MonitorType");
export const renotifyStatuses = texts(monitorRenotifyStatusType, "MonitorRenotifyStatusType");
export const notificationPresets = texts(monitorOptionsNotificationPresets, "MonitorOptionsNotificationPresets");
export const draftStatuses = texts(monitorDraftStatus, "MonitorDraftStatus");
export const assetCategories = texts(monitorAssetCategory, "MonitorAssetCategory");
export const assetResources = texts(monitorAssetResourceType, "MonitorAssetResourceType");
export const sloTypes = texts(sloType, "SLOType");
export const sloTimeframes = texts(sloTimeframe, "SLOTimeframe");
export const sloComparators = texts(sloTimeSliceComparator, "SLOTimeSliceComparator");
export const sloCorrectionCategories = texts(sloCorrectionCategory, "SLOCorrectionCategory");
