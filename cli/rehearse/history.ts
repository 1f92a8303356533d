import type { CheckRuns, History, Series, Span } from "../../datadog/evaluate/history";
import { knownMetric } from "../../datadog/metrics/catalogue";
import { secondsOf } from "../../settings/rehearsal/durations";
import { momentOf } from "../../settings/rehearsal/moments";
import type { Rehearsal, SaidRuns, SaidSeries } from "../../settings/rehearsal/schema";
import { runsOf, valuesOf } from "../../settings/rehearsal/values";
import type { Points } from "./csv";
import { lengthOf, randomOf, statusesAt, type Steps, valuesAt } from "./points";

/** What a rehearsal's hosts are, as the stack knows them. */
export interface Surroundings {
  /** Of the stack's hosts and monitors. */
  readonly env: string;
  /** By name; one of which nothing is known is `host:NAME` of the stack's `env`. */
  readonly hosts: ReadonlyMap<string, { readonly ip?: string; readonly tags: readonly string[] }>;
}

/** Where a rehearsal's moments are. */
export interface Clock {
  /** Seconds since 1970. */
  readonly start: number;
  readonly timezone: string;
}

/** When what is longest in it ends, in seconds since 1970; undefined where nothing says how long it is. */
export function endOf(said: Rehearsal, clock: Clock, csv: ReadonlyMap<SaidSeries, Points>): number | undefined {
  const ends = [
    ...said.series.map((one) => {
      const step = secondsOf(one.step ?? said.step);
      // Of a file that can't be read nothing is known.
      if (one.csv !== undefined) return (csv.get(one)?.times.at(-1) ?? clock.start) + step;
      return fromOf(one, clock) + lengthOf(valuesOf(String(one.values)), step);
    }),
    ...said.checks.map((one) => fromOf(one, clock) + lengthOf(runsOf(one.runs), secondsOf(one.step ?? said.step))),
  ];
  const end = Math.max(...ends);
  return end > clock.start ? end : undefined;
}

/** All that metrics and checks of a rehearsal receive. */
export function historyOf(
  said: Rehearsal,
  { clock, span, csv }: { readonly clock: Clock; readonly span: Span; readonly csv: ReadonlyMap<SaidSeries, Points> },
  surroundings: Surroundings,
): History {
  const silences = said.silent.map(({ host, from, to }) => ({
    tag: `host:${host}`,
    from: momentOf(from, clock),
    to: to === undefined ? Infinity : momentOf(to, clock),
  }));
  const isSilent = (tags: readonly string[], time: number) =>
    silences.some(({ tag, from, to }) => time >= from && time < to && tags.includes(tag));
  const stepsOf = (one: SaidSeries | SaidRuns): Steps => ({
    ...{ from: fromOf(one, clock), to: span.to, step: secondsOf(one.step ?? said.step) },
  });
  const series = said.series.flatMap((one) =>
    tagsOf(one, surroundings).map((tags): Series => {
      const random = randomOf(one.seed, [one.metric, ...tags].join(","));
      const points =
        csv.get(one) ?? valuesAt(valuesOf(String(one.values)), stepsOf(one), { timezone: clock.timezone, random });
      const kept = keptOf(points.times, (time) => !isSilent(tags, time));
      const type = one.type ?? knownMetric(one.metric)?.type ?? "gauge";
      const values = points.values.filter((_, index) => kept[index]);
      return { metric: one.metric, tags, type, times: points.times.filter((_, index) => kept[index]), values };
    }),
  );
  const checks = said.checks.flatMap((one) =>
    tagsOf(one, surroundings).map((tags): CheckRuns => {
      const { times, statuses } = statusesAt(runsOf(one.runs), stepsOf(one));
      const kept = keptOf(times, (time) => !isSilent(tags, time));
      return {
        ...{ check: one.check, tags, times: times.filter((_, index) => kept[index]) },
        statuses: statuses.filter((_, index) => kept[index]),
        ...(one.message !== undefined && { message: one.message }),
      };
    }),
  );
  return { series, checks, hosts: surroundings.hosts };
}

function keptOf(times: Float64Array, isKept: (time: number) => boolean): boolean[] {
  return Array.from(times, isKept);
}

function fromOf({ from }: SaidSeries | SaidRuns, clock: Clock): number {
  return from === undefined ? clock.start : momentOf(from, clock);
}

/** Of each of the hosts, or of none in particular. */
function tagsOf({ hosts, tags }: SaidSeries | SaidRuns, { env, hosts: known }: Surroundings): string[][] {
  const own = hosts?.map((host) => known.get(host)?.tags ?? [`host:${host}`]) ?? [[]];
  return own.map((ofHost) => {
    const all = [...new Set([...ofHost, ...tags])];
    return all.some((tag) => tag.startsWith("env:")) ? all : [`env:${env}`, ...all];
  });
}
