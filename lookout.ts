/** What a team's own repository builds on: all that is here stays, or is said in CHANGELOG.md. */
export { environment } from "./components/environment/environment";
export { userData, type UserDataArgs } from "./components/environment/user-data";
export { part } from "./components/environment/part";
export { type BlockOf, type DashboardName, pack, type Pack, type PackOnward } from "./components/environment/pack";
export type { PackHost } from "./components/environment/hosts";
export type { MadeHost } from "./components/environment/made-hosts";

export { adopted } from "./components/in-datadog";
export { wheel, type Wheel } from "./components/agent/wheel";
export { type ConfigMap, type ConfigValue, type Integration, SecretValue } from "./components/agent/integration";

export { AnomalyMonitor, type AnomalyMonitorArgs } from "./components/monitors/anomaly-monitor";
export { CompositeMonitor, type CompositeMonitorArgs } from "./components/monitors/composite-monitor";
export { ForecastMonitor, type ForecastMonitorArgs } from "./components/monitors/forecast-monitor";
export { MetricMonitor, type MetricMonitorArgs } from "./components/monitors/metric-monitor";
export { Monitor, type MonitorArgs } from "./components/monitors/monitor";
export { ServiceCheckMonitor, type ServiceCheckMonitorArgs } from "./components/monitors/service-check-monitor";
export type { MonitorDeclaration, Renotification } from "./components/monitors/declaration";
export type { Checked, OwnRule } from "./components/own-rules";
export { declared, type PackSettings } from "./components/monitors/declared";
export type { Part } from "./components/monitors/monitor-pack";
export { NotificationRule, type NotificationRuleArgs } from "./components/monitors/notification-rule";
export { owned } from "./components/monitors/owner";

export type { Correction } from "./components/slo/correction";
export type { Indicator } from "./components/slo/indicator";
export { declaredSLO } from "./components/slo/declared";
export type { SLOPart } from "./components/slo/part";
export { SLO, type SLOArgs } from "./components/slo/slo";
export { sloWidget } from "./components/slo/widget";

export { Dashboard, type DashboardArgs } from "./components/dashboards/dashboard";
export type { Variable, Widget } from "./components/dashboards/declaration";
export { band, lines, upTo } from "./components/dashboards/graphs";
export { next, note, type Onward } from "./components/dashboards/note";

export { QuietHours, type QuietHoursArgs } from "./components/downtimes/quiet-hours";
export { OneTimeDowntime, type OneTimeDowntimeArgs } from "./components/downtimes/one-time-downtime";
export { RecurringDowntime, type RecurringDowntimeArgs } from "./components/downtimes/recurring-downtime";

export {
  allOf,
  anomalies,
  anyOf,
  arithmetic,
  asCount,
  asRate,
  called,
  fill,
  forecast,
  metric,
  named,
  noneOf,
  number,
  oneOf,
  outliers,
  rollup,
  text,
  top,
  word,
} from "./datadog/query/build";

/** In which a pack says its settings. */
export { z } from "zod";
