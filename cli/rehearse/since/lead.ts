import { LINE_FUNCTIONS } from "../../../datadog/evaluate/functions/functions";
import { SHIFTS } from "../../../datadog/evaluate/functions/timeshift";
import type { MonitorSubject } from "../../../datadog/lint/monitor-definition";
import type { Call } from "../../../datadog/query/query";
import { windowMinutes } from "../../../datadog/query/window";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

/** Up to six weeks: https://docs.datadoghq.com/monitors/types/anomaly/ "Anomaly detection algorithms". */
const SEASONS = 6 * WEEK;

/** Seconds of history before a moment that what a monitor does then depends on. */
export function leadOf({ definition, query, calls }: MonitorSubject): number {
  const { noDataTimeframe = 0, evaluationDelay = 0 } = definition;
  const { window = "", ago = "" } = query.kind === "metric" ? query.over : {};
  // A forecast's window lies ahead.
  const looksBack = window.startsWith("next_") ? 0 : (windowMinutes(window) ?? 0) * MINUTE;
  return (
    looksBack +
    (windowMinutes(ago) ?? 0) * MINUTE +
    noDataTimeframe * MINUTE +
    evaluationDelay +
    calls.reduce((sum, call) => sum + ofCall(call), 0)
  );
}

function ofCall(call: Call): number {
  const texts = call.args.flatMap((one) => (one.kind === "text" || one.kind === "word" ? [one.value] : []));
  switch (call.name) {
    case "anomalies":
      return texts.includes("agile") || texts.includes("robust") ? SEASONS : DAY;
    case "forecast":
      return (
        (windowMinutes(named(call, "history") ?? "") ?? 0) * MINUTE || (texts.includes("seasonal") ? SEASONS : WEEK)
      );
    case "calendar_shift":
      return byCalendar(texts);
    case "timeshift":
    case "rollup":
    case "moving_rollup":
      return Math.max(0, ...call.args.map((one) => numberIn(one)));
    default:
      return SHIFTS[call.name] ?? LINE_FUNCTIONS.get(call.name)?.before?.(call, MINUTE) ?? 0;
  }
}

const LONGEST = { d: DAY, w: WEEK, mo: 31 * DAY } as const;

/** Seconds of `-1mo` at most: an hour more where the clocks have gone back since. Of what can't be read, which is refused, none. */
function byCalendar([shift = ""]: readonly string[]): number {
  const [, count, unit] = /^-(\d+)(mo|d|w)$/.exec(shift) ?? [];
  return count === undefined ? 0 : Number(count) * LONGEST[unit as keyof typeof LONGEST] + HOUR;
}

/** Seconds, of whatever sign: `timeshift(q, -3600)`. */
function numberIn(argument: Call["args"][number]): number {
  if (argument.kind === "number") return Math.abs(argument.value);
  return argument.kind === "negative" && argument.of.kind === "number" ? argument.of.value : 0;
}

function named(call: Call, name: string): string | undefined {
  const found = call.args.find((one) => one.kind === "named" && one.name === name);
  return found?.kind === "named" && found.value.kind !== "number" ? found.value.value : undefined;
}
