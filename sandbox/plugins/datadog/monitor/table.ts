import {
  assetCategories,
  assetResources,
  draftStatuses,
  monitorTypes,
  notificationPresets,
  renotifyStatuses,
} from "../enums.js";
import { isObject, type Properties } from "../../rpc/value.js";
import {
  block,
  blocks,
  flag,
  flagIfTrue,
  isFilled,
  number,
  numeral,
  officialOnly,
  text,
  texts,
  type Block,
} from "../schema/field.js";

const always = (): boolean => true;
const isLogAlert = (monitor: Properties): boolean => monitor.type === "log alert";
const isCiAlert = (monitor: Properties): boolean =>
  monitor.type === "ci-pipelines alert" || monitor.type === "ci-tests alert";
const isServiceCheck = (monitor: Properties): boolean => monitor.type === "service check";

/** Such a monitor is evaluated at set times: it knows neither missing data nor full windows. */
export function hasCustomSchedule(monitor: Properties): boolean {
  return isObject(monitor.schedulingOptions) && isObject(monitor.schedulingOptions.customSchedule);
}

function hasEvaluationWindow({ schedulingOptions }: Properties): boolean {
  const window = isObject(schedulingOptions) ? schedulingOptions.evaluationWindow : undefined;
  return isObject(window) && Object.values(window).some(isFilled);
}

const isMetricAlert = (type: unknown): boolean => type === "query alert" || type === "metric alert";

const thresholds: Block = {
  fields: {
    critical: numeral(),
    criticalRecovery: numeral(),
    warning: numeral(),
    warningRecovery: numeral(),
    ok: numeral({ settled: (monitor) => !isServiceCheck(monitor) }),
    unknown: numeral({ settled: (monitor) => !isServiceCheck(monitor) }),
    criticalQuery: text(),
    criticalRecoveryQuery: text(),
  },
};

const schedulingOptions: Block = {
  fields: {
    evaluationWindow: block({
      fields: {
        dayStarts: text(),
        monthStarts: number(),
        hourStarts: number({ empty: 0, unless: ["dayStarts", "monthStarts"] }),
        timezone: text(),
      },
    }),
    customSchedule: block({
      fields: {
        recurrence: block(
          {
            fields: {
              rrule: text({ required: true, empty: "" }),
              start: text(),
              timezone: text({ required: true, empty: "" }),
            },
          },
          { required: true, wire: "recurrences", listed: true },
        ),
      },
    }),
  },
};

const asset: Block = {
  fields: {
    name: text({ required: true, empty: "" }),
    url: text({ required: true, empty: "" }),
    category: text({ required: true, values: assetCategories, empty: "" }),
    resourceKey: text(),
    resourceType: text({ values: assetResources }),
  },
};

export const monitor: Block = {
  fields: {
    name: text({ required: true, empty: "" }),
    // Datadog gives one kind two names, and answers with either.
    type: text({
      required: true,
      values: monitorTypes,
      replaces: true,
      settled: (_, declared, state) => isMetricAlert(declared) && isMetricAlert(state),
    }),
    query: text({ required: true, empty: "", trimmed: true }),
    message: text({ required: true, empty: "", trimmed: true }),
    priority: numeral({ empty: null, asWritten: true }),
    draftStatus: text({ values: draftStatuses, default: "published", empty: "published", absent: "published" }),
    tags: texts({ set: "by alphabet", computed: true, empty: [], absent: [], settlesOpen: true }),
    ignoreTagKeys: officialOnly(null),
    restrictedRoles: texts({ set: "by alphabet", computed: true, empty: null, absent: [], kept: true }),
    assets: blocks(asset, { kept: true, upstream: "assets" }),

    monitorThresholds: block(thresholds, {
      wire: "options.thresholds",
      empty: {},
      kept: true,
      is: (received) => Object.keys(received).length > 0,
    }),
    monitorThresholdWindows: block(
      { fields: { recoveryWindow: text(), triggerWindow: text() } },
      { wire: "options.threshold_windows", kept: true },
    ),
    evaluationDelay: number({ wire: "options.evaluation_delay", computed: true }),
    newGroupDelay: number({ wire: "options.new_group_delay" }),
    newHostDelay: number({ wire: "options.new_host_delay", assumed: 300, empty: 0, kept: true }),
    requireFullWindow: flag({ wire: "options.require_full_window", default: true, settled: hasCustomSchedule }),
    schedulingOptions: block(schedulingOptions, {
      wire: "options.scheduling_options",
      kept: true,
      onlyIf: (monitor) => hasCustomSchedule(monitor) || hasEvaluationWindow(monitor),
    }),
    variables: officialOnly(null),

    notifyNoData: flag({
      wire: "options.notify_no_data",
      assumed: false,
      foreseen: false,
      conflicts: ["onMissingData"],
      applies: (monitor) => !hasCustomSchedule(monitor),
      kept: true,
    }),
    noDataTimeframe: number({
      wire: "options.no_data_timeframe",
      conflicts: ["onMissingData"],
      default: 10,
      absent: null,
      applies: (monitor) => !hasCustomSchedule(monitor),
      settled: (monitor) => monitor.notifyNoData !== true,
      kept: true,
    }),
    onMissingData: text({ wire: "options.on_missing_data", conflicts: ["notifyNoData", "noDataTimeframe"] }),
    groupRetentionDuration: text({ wire: "options.group_retention_duration" }),
    timeoutH: number({ wire: "options.timeout_h" }),

    includeTags: flag({ wire: "options.include_tags", default: true }),
    escalationMessage: text({ wire: "options.escalation_message", trimmed: true }),
    renotifyInterval: number({ wire: "options.renotify_interval" }),
    renotifyOccurrences: number({ wire: "options.renotify_occurrences" }),
    renotifyStatuses: texts({
      wire: "options.renotify_statuses",
      set: "by hash",
      values: renotifyStatuses,
      absent: null,
      kept: true,
    }),
    notifyAudit: flagIfTrue({ wire: "options.notify_audit" }),
    notifyBies: texts({ wire: "options.notify_by", set: "by alphabet" }),
    notificationPresetName: text({ wire: "options.notification_preset_name", values: notificationPresets }),

    enableLogsSample: flag({ wire: "options.enable_logs_sample", absent: null, applies: isLogAlert }),
    groupbySimpleMonitor: flagIfTrue({ wire: "options.groupby_simple_monitor", absent: null, applies: isLogAlert }),
    enableSamples: flag({ wire: "options.enable_samples", absent: null, applies: isCiAlert }),

    // These two steer the plugin and are not the monitor's.
    validate: flagIfTrue({ wire: null, absent: null, settled: always }),
    forceDelete: flagIfTrue({ wire: null, absent: null }),
  },
};
