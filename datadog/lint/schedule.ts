import type { MonitorRule, SchedulingOptions } from "./monitor-definition";
import { ruleForm } from "./rule-form";

const GUIDE = "https://docs.datadoghq.com/monitors/guide/custom_schedules/";
const NPM = "https://registry.terraform.io/providers/DataDog/datadog/latest/docs/resources/monitor";

const silent = (rrule: string) => ({
  type: "query alert",
  query: "max(last_1d):max:my_backup_age{*} > 90000",
  monitorThresholds: { critical: "90000" },
  requireFullWindow: false,
  schedulingOptions: {
    customSchedule: { recurrence: { rrule, timezone: "Europe/Oslo", start: "2030-01-01T20:00:00" } },
  },
});
const daily = (rrule: string, more: object = {}) => ({ ...silent(rrule), onMissingData: "default", ...more });
const cumulative = (evaluationWindow: NonNullable<SchedulingOptions["evaluationWindow"]>) => ({
  type: "query alert",
  query: "sum(current_1d):sum:my_requests{*}.as_count() > 800",
  requireFullWindow: false,
  monitorThresholds: { critical: "800" },
  schedulingOptions: { evaluationWindow },
});

const DAILY = "FREQ=DAILY;INTERVAL=1";
const OFTEN = ["HOURLY", "MINUTELY", "SECONDLY"];
const NOT_IN_A_RULE = ["DTSTART", "DTEND", "DURATION"];

const frequency: MonitorRule = {
  id: "monitor/custom-schedule-frequency",
  verdict: "refused",
  because: "A custom schedule is of a day or longer.",
  source: GUIDE,
  passes: daily(DAILY),
  fails: daily("FREQ=HOURLY;INTERVAL=1"),
  *check({ definition: { schedulingOptions } }) {
    const often = OFTEN.find((one) => partsOf(schedulingOptions).includes(`FREQ=${one}`));
    if (often === undefined) return;
    yield { problem: `a custom schedule is not ${often}`, remedy: "write DAILY, WEEKLY, MONTHLY or YEARLY" };
  },
};

const ownStart: MonitorRule = {
  id: "monitor/custom-schedule-rule",
  verdict: "refused",
  because: "A custom schedule's rule has no DTSTART, DTEND or DURATION: its start is beside it.",
  source: GUIDE,
  passes: daily(DAILY),
  fails: daily(`DTSTART=20300101T200000;${DAILY}`),
  *check({ definition: { schedulingOptions } }) {
    for (const name of NOT_IN_A_RULE) {
      if (!partsOf(schedulingOptions).some((part) => part.startsWith(name))) continue;
      yield { problem: `${name} is in a custom schedule's rule`, remedy: "drop it; recurrence.start says when" };
    }
  },
};

const missingData: MonitorRule = {
  id: "monitor/custom-schedule-without-missing-data",
  verdict: "refused",
  because: "A metric monitor with a custom schedule says what missing data means, or is refused.",
  source: "https://docs.datadoghq.com/api/latest/monitors/#create-a-monitor",
  passes: daily(DAILY),
  fails: silent(DAILY),
  *check({ definition: { schedulingOptions, onMissingData }, metricQuery }) {
    if (schedulingOptions?.customSchedule === undefined || metricQuery === undefined) return;
    if (onMissingData !== undefined) return;
    yield { problem: "a custom schedule, and no onMissingData", remedy: 'set onMissingData, such as to "default"' };
  },
};

const fullWindow: MonitorRule = {
  id: "monitor/full-window-with-custom-schedule",
  verdict: "may-be-meant",
  because:
    "A monitor with a custom schedule has no full window: the provider sends false whatever is said. Left out, it is taken.",
  source:
    "https://github.com/DataDog/terraform-provider-datadog/blob/master/datadog/tests/cassettes/TestAccDatadogMonitor_SchedulingOptionsCustomSchedule.yaml",
  passes: daily(DAILY),
  fails: daily(DAILY, { requireFullWindow: true }),
  *check({ definition: { schedulingOptions, requireFullWindow } }) {
    if (schedulingOptions?.customSchedule === undefined || requireFullWindow !== true) return;
    yield {
      problem: "a custom schedule has no full window: true is not sent",
      remedy: "drop requireFullWindow, or set it false",
    };
  },
};

const evaluationWindow: MonitorRule = {
  id: "monitor/evaluation-window",
  verdict: "refused",
  because:
    "A cumulative window begins at a minute of the hour, 0 to 59, or at a time of the day, HH:mm, of a month on its first day.",
  source: `${NPM}#nested-schema-for-scheduling_optionsevaluation_window`,
  passes: cumulative({ dayStarts: "04:00" }),
  fails: cumulative({ dayStarts: "4 am" }),
  *check({ definition: { schedulingOptions } }) {
    const { hourStarts, dayStarts, monthStarts } = schedulingOptions?.evaluationWindow ?? {};
    if (hourStarts !== undefined && (dayStarts !== undefined || monthStarts !== undefined)) {
      yield { problem: "hourStarts is beside another start", remedy: "keep the one of the query's window" };
    }
    if (hourStarts !== undefined && !(Number.isInteger(hourStarts) && hourStarts >= 0 && hourStarts <= 59)) {
      yield { problem: `no hour has a minute ${hourStarts}`, remedy: "write 0 to 59" };
    }
    if (dayStarts !== undefined && !/^([01]\d|2[0-3]):[0-5]\d$/.test(dayStarts)) {
      yield { problem: `"${dayStarts}" is no time of the day`, remedy: "write such as 04:00" };
    }
    if (monthStarts !== undefined && (monthStarts !== 1 || dayStarts === undefined)) {
      yield {
        problem: "a month's window does not begin so",
        remedy: "write monthStarts: 1, and dayStarts",
      };
    }
  },
};

const cumulativeWindow: MonitorRule = {
  id: "monitor/cumulative-window",
  verdict: "refused",
  because:
    "An evaluation window goes with a query's current_1h, current_1d or current_1mo, and they with it: Datadog refuses one without the other.",
  source: "https://github.com/DataDog/terraform-provider-datadog/issues/2353",
  passes: cumulative({ dayStarts: "04:00" }),
  fails: { ...cumulative({ dayStarts: "04:00" }), schedulingOptions: {} },
  *check({ query, definition: { schedulingOptions: { evaluationWindow: start } = {} } }) {
    if (query.kind !== "metric") return;
    const { window } = query.over;
    const isCurrent = window.startsWith("current_");
    if (isCurrent && start === undefined) {
      yield {
        problem: `${window} adds up from a moment on, and nothing says from which`,
        remedy: `set schedulingOptions.evaluationWindow, such as ${startOf(window)}`,
      };
    }
    if (!isCurrent && start !== undefined) {
      yield {
        problem: `an evaluation window begins, and the query's ${window} does not add up from there`,
        remedy: `write ${windowOf(start)} in the query, or drop evaluationWindow`,
      };
    }
  },
};

function startOf(window: string): string {
  if (window.endsWith("h")) return "{ hourStarts: 0 }";
  return window.endsWith("mo") ? '{ dayStarts: "00:00", monthStarts: 1 }' : '{ dayStarts: "00:00" }';
}

function windowOf({ hourStarts, monthStarts }: NonNullable<SchedulingOptions["evaluationWindow"]>): string {
  if (hourStarts !== undefined) return "current_1h";
  return monthStarts === undefined ? "current_1d" : "current_1mo";
}

/** The recurrence's parts: `FREQ=DAILY`. */
function partsOf(options: SchedulingOptions | undefined): string[] {
  const rrule = options?.customSchedule?.recurrence.rrule ?? "";
  return ruleForm(rrule.replaceAll("\n", ";")).rule.split(";");
}

export const scheduleRules: readonly MonitorRule[] = [
  frequency,
  ownStart,
  missingData,
  fullWindow,
  evaluationWindow,
  cumulativeWindow,
];
