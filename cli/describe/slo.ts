import { Temporal } from "@js-temporal/polyfill";
import type { SloDefinition } from "../../datadog/lint/slo-definition";
import { listInWords } from "../../datadog/list-words";
import { numberInWords, secondsInWords } from "../../datadog/metrics/value-words";
import { parseGraph, QuerySyntaxError } from "../../datadog/query/parse";
import { windowInWords } from "../../datadog/query/words/condition";
import { queryInWords } from "../../datadog/query/words/query";

/** An SLO as it will be sent: `@pulumi/datadog`'s inputs. */
export type SLOInputs = SloDefinition;

/** A time that it does not count, as it will be sent; in seconds. */
export interface CorrectionInputs {
  readonly sloId: string;
  readonly category: string;
  readonly description?: string;
  readonly start: number;
  readonly end?: number;
  readonly rrule?: string;
  readonly duration?: number;
  readonly timezone?: string;
}

/** What an SLO will mean for people. */
export interface SLODescription {
  readonly title: string;
  /** `99.9 % over 30 days`, then what is measured, then what does not count. */
  readonly lines: readonly string[];
}

/** @param monitors titles, by id. */
export function describeSLO(
  slo: SLOInputs,
  corrections: readonly CorrectionInputs[],
  monitors: ReadonlyMap<string, string>,
): SLODescription {
  return {
    title: slo.name ?? "",
    lines: [targets(slo), measured(slo, monitors), ...corrections.map(correctionInWords)],
  };
}

function targets({ thresholds }: SLOInputs): string {
  return listInWords(
    thresholds.map(({ timeframe, target, warning }) => {
      const warns = warning === undefined ? "" : ` (warns below ${numberInWords(warning)} %)`;
      return `${numberInWords(target)} % over ${windowInWords(timeframe)}${warns}`;
    }),
  );
}

export function measured(
  { query, monitorIds, groups, sliSpecification }: SLOInputs,
  titles: ReadonlyMap<string, string>,
): string {
  if (query !== undefined) return `good is ${inWords(query.numerator)}; all is ${inWords(query.denominator)}`;
  if (monitorIds !== undefined) {
    const named = monitorIds.map((id) => `"${titles.get(String(id)) ?? id}"`);
    const of = groups === undefined ? "" : ` of ${listInWords(groups)}`;
    return `the time in which ${named.length > 1 ? "none of " : ""}${listInWords(named)}${of} ${named.length > 1 ? "alerts" : "does not alert"}`;
  }
  const { comparator, threshold, queryIntervalSeconds = 300, query: asked } = sliSpecification?.timeSlice ?? {};
  const text = asked?.queries[0]?.metricQuery?.query;
  if (text === undefined || threshold === undefined) return "what it asks for";
  return `each ${secondsInWords(queryIntervalSeconds)} in which ${inWords(text)} is ${comparator ?? ""} ${numberInWords(threshold)}`;
}

/** What can't be read here is Datadog's to read. */
function inWords(text: string): string {
  try {
    return parseGraph(text)
      .map((one) => queryInWords(one))
      .join();
  } catch (error) {
    if (error instanceof QuerySyntaxError) return text;
    throw error;
  }
}

export function correctionInWords({
  category,
  description,
  start,
  end,
  rrule,
  duration,
  timezone = "UTC",
}: CorrectionInputs): string {
  const local = (seconds: number) =>
    Temporal.Instant.fromEpochMilliseconds(1000 * seconds)
      .toZonedDateTimeISO(timezone)
      .toPlainDateTime()
      .toString({ smallestUnit: "minute" })
      .replace("T", " ");
  const again = rrule === undefined ? "" : `, ${secondsInWords(duration ?? 0)} long, ${rrule}`;
  const until = end === undefined ? "" : `${again === "" ? "" : ","} until ${local(end)}`;
  const why = description === undefined ? "" : `: ${description}`;
  return `does not count from ${local(start)}${again}${until}, ${timezone} (${category}${why})`;
}
