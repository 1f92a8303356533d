import type { Finding } from "../finding";
import { isZone } from "./downtime-definition";
import { lint, type Rule } from "./rule";
import { ruleForm } from "./rule-form";

const API = "https://docs.datadoghq.com/api/latest/service-level-objective-corrections/#create-an-slo-correction";
const NPM = "https://registry.terraform.io/providers/DataDog/datadog/latest/docs/resources/slo_correction";

/** A correction as `@pulumi/datadog` declares it: a time that an SLO does not count. */
export interface SloCorrection {
  readonly category: string;
  /** Seconds since 1970, as is the end. */
  readonly start: number;
  readonly end?: number;
  /** Seconds, of a recurring one. */
  readonly duration?: number;
  readonly rrule?: string;
  readonly timezone?: string;
}

type CorrectionRule = Rule<SloCorrection, SloCorrection>;

const START = 1_798_754_400;
const once = (more: Partial<SloCorrection> = {}): SloCorrection => ({
  category: "Scheduled Maintenance",
  start: START,
  end: START + 3600,
  ...more,
});
const recurring = (rrule: string, duration = 3600): SloCorrection => ({
  category: "Other",
  start: START,
  rrule,
  duration,
});

const CATEGORIES = ["Scheduled Maintenance", "Outside Business Hours", "Deployment", "Other"];

const category: CorrectionRule = {
  id: "slo-correction/category",
  verdict: "refused",
  because: "A correction's category is one of Datadog's four.",
  source: API,
  passes: once(),
  fails: once({ category: "Maintenance" }),
  *check({ category: chosen }) {
    if (CATEGORIES.includes(chosen)) return;
    yield { problem: `there is no category "${chosen}"`, remedy: `choose from ${CATEGORIES.join(", ")}` };
  },
};

const end: CorrectionRule = {
  id: "slo-correction/end",
  verdict: "refused",
  because: "A correction that does not recur has an end, after its start.",
  source: NPM,
  passes: once(),
  fails: once({ end: START - 3600 }),
  *check({ start, end: last, rrule }) {
    if (last === undefined && rrule === undefined) {
      yield { problem: "the correction has no end", remedy: "give it one, or a recurrence rule" };
    } else if (last !== undefined && last <= start) {
      yield { problem: "the correction ends before it begins", remedy: "let it end later" };
    }
  },
};

const duration: CorrectionRule = {
  id: "slo-correction/duration",
  verdict: "refused",
  because: "A recurring correction lasts a number of seconds; another one lasts until its end.",
  source: NPM,
  passes: recurring("FREQ=WEEKLY"),
  fails: recurring("FREQ=WEEKLY", 0),
  *check({ rrule, duration: seconds }) {
    if (rrule !== undefined && !(seconds !== undefined && Number.isInteger(seconds) && seconds > 0)) {
      yield { problem: `each time lasts ${seconds ?? "nothing"}`, remedy: "give whole seconds" };
    } else if (rrule === undefined && seconds !== undefined) {
      yield { problem: "there is a duration, and no recurrence rule", remedy: "give the rule, or an end in its place" };
    }
  },
};

/** BYDAY is named by the API's page, and not by the provider's. */
const PARTS = ["FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY"];

const parts: CorrectionRule = {
  id: "slo-correction/rule",
  verdict: "refused",
  because: "A correction recurs by FREQ, with INTERVAL, COUNT, UNTIL and BYDAY; Datadog supports no other part.",
  source: API,
  passes: recurring("FREQ=WEEKLY;INTERVAL=2"),
  fails: recurring("FREQ=MONTHLY;BYMONTHDAY=1"),
  *check({ rrule }) {
    if (rrule === undefined) return;
    const { rule, remedies } = ruleForm(rrule);
    if (remedies.length > 0) yield { problem: `"${rrule}" is no rule`, remedy: `${remedies.join(", ")}: ${rule}` };
    const keys = rule.split(";").map((part) => part.split("=")[0] ?? "");
    if (!keys.includes("FREQ")) yield { problem: `"${rrule}" has no FREQ`, remedy: "begin with such as FREQ=WEEKLY" };
    for (const key of keys.filter((one) => !PARTS.includes(one))) {
      yield { problem: `a correction's rule has no ${key}`, remedy: `write it with ${PARTS.join(", ")}` };
    }
  },
};

const timezone: CorrectionRule = {
  id: "slo-correction/timezone",
  verdict: "refused",
  because: "A time zone is one of the tz database.",
  source: API,
  passes: once({ timezone: "Europe/Berlin" }),
  fails: once({ timezone: "Europe/Belrin" }),
  *check({ timezone: zone = "UTC" }) {
    if (isZone(zone)) return;
    yield { problem: `"${zone}" is no time zone`, remedy: "write such as Europe/Berlin" };
  },
};

export const sloCorrectionRules: readonly CorrectionRule[] = [category, end, duration, parts, timezone];

/** What Datadog would refuse of a correction. */
export function lintSloCorrection(correction: SloCorrection): Finding[] {
  return lint(sloCorrectionRules, correction);
}
