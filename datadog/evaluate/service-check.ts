import type { MonitorSubject } from "../lint/monitor-definition";
import type { OfCheck } from "../query/monitor-query";
import { evaluationTimes, MINUTE } from "./evaluation-times";
import type { CheckRuns, CheckStatus, History, Span } from "./history";
import { FORGOTTEN_SECONDS, newGroupSeconds } from "./new-groups";
import { checkSilenceSeconds } from "./no-data";
import { Found, groupName, type Reading } from "./reading";
import { NotPlayedError } from "./refusal";
import { hostTags, tagsIn } from "./tags";
import type { Judge } from "./thresholds";
import type { GroupStatus } from "./timeline";

interface CheckReadings {
  readonly readings: readonly Reading[];
  readonly judge: Judge;
  /** What the last run had said, by the group's name. */
  readonly messages: ReadonlyMap<string, string | undefined>;
}

const CODES: readonly CheckStatus[] = ["OK", "WARNING", "CRITICAL", "UNKNOWN"];
/** A run's status and how many there were of it in a row are one number: `2003` are three critical ones. */
const ROW = 1000;

/**
 * What a service check's monitor counts: the last runs of each of its groups that were alike, or of a cluster the share of
 * its checks whose last run was so.
 *
 * @see https://docs.datadoghq.com/monitors/types/service_check/#set-alert-conditions
 * @throws NotPlayedError
 */
export function checkReadings(subject: MonitorSubject, query: OfCheck, history: History, span: Span): CheckReadings {
  const times = evaluationTimes(span, 0);
  const groups = groupsOf(subject, query, history);
  const ofCluster = query.calls.some(({ name }) => name === "pct_by_status");
  const starts = groups.map(({ runs }) => Math.min(...runs.map((one) => one.times[0] ?? Infinity)));
  const earliest = Math.min(...starts);
  const readings = groups.map(({ group, runs }, index) => {
    const foundAt = freshness(subject, starts[index] ?? Infinity, earliest, span.from);
    return ofCluster
      ? { group, times, ...shares(runs, times, foundAt) }
      : { group, times, ...rows(runs, times, foundAt, lastOf(query)) };
  });
  return {
    readings,
    judge: ofCluster ? shareJudgeOf(subject) : rowJudge(subject),
    messages: new Map(groups.map(({ group, runs }) => [groupName(group), runs.at(-1)?.message])),
  };
}

type FoundAt = (time: number, latest: number | undefined) => number;
type Compared = Pick<Reading, "found" | "values" | "recoveries">;

interface CheckGroup {
  readonly group: readonly string[];
  readonly runs: readonly CheckRuns[];
}

function groupsOf(subject: MonitorSubject, query: OfCheck, history: History): CheckGroup[] {
  const [over, excluded] = [tagsIn(query, "over"), tagsIn(query, "exclude")];
  const groups = new Map<string, { group: string[]; runs: CheckRuns[] }>();
  for (const one of history.checks) {
    const tags = new Set([...one.tags, ...hostTags(one.tags, history)]);
    // "The include field uses AND logic", "the exclude field uses OR logic".
    const isIn = one.check === query.check && over.every((tag) => tag === "*" || tags.has(tag));
    if (!isIn || excluded.some((tag) => tags.has(tag))) continue;
    const found = subject.groups.map((key) => [...tags].find((tag) => tag.startsWith(`${key}:`)));
    const group = found.filter((tag) => tag !== undefined);
    if (group.length < subject.groups.length) continue;
    const known = groups.get(group.join(","));
    if (known === undefined) groups.set(group.join(","), { group, runs: [one] });
    else known.runs.push(one);
  }
  return [...groups.values()];
}

function lastOf({ calls }: OfCheck): number {
  const [runs] = calls.find(({ name }) => name === "last")?.args ?? [];
  return runs?.kind === "number" ? runs.value : Infinity;
}

/** "A check alert tracks consecutive statuses submitted per check grouping": all of a group's runs are one row. */
function rows(runs: readonly CheckRuns[], times: Float64Array, foundAt: FoundAt, last: number): Compared {
  const all = merged(runs);
  const values = new Float64Array(times.length).fill(NaN);
  const found = new Uint8Array(times.length);
  let [next, code, row] = [0, -1, 0];
  for (const [at, time] of times.entries()) {
    for (; next < all.times.length && (all.times[next] ?? 0) <= time; next++) {
      const status = all.codes[next] ?? 0;
      row = status === code ? row + 1 : 1;
      code = status;
    }
    found[at] = foundAt(time, all.times[next - 1]);
    if (found[at] === Found.VALUE) values[at] = code * ROW + Math.min(row, last, ROW - 1);
  }
  return { found, values };
}

/**
 * The share of a cluster's checks whose last run was critical, and at the same time of those with a warning. "Only the
 * status of the last check of each combination of tags is taken into account."
 */
function shares(runs: readonly CheckRuns[], times: Float64Array, foundAt: FoundAt): Compared {
  const places = new Uint32Array(runs.length);
  const [values, recoveries] = [new Float64Array(times.length).fill(NaN), new Float64Array(times.length).fill(NaN)];
  const found = new Uint8Array(times.length);
  for (const [at, time] of times.entries()) {
    let [checks, critical, warned, latest] = [0, 0, 0, -Infinity];
    for (const [index, one] of runs.entries()) {
      let place = places[index] ?? 0;
      while (place < one.times.length && (one.times[place] ?? 0) <= time) place++;
      places[index] = place;
      const [when, status] = [one.times[place - 1], one.statuses[place - 1]];
      if (when === undefined || time - when > FORGOTTEN_SECONDS) continue;
      checks++;
      latest = Math.max(latest, when);
      if (status === "CRITICAL") critical++;
      if (status === "WARNING") warned++;
    }
    found[at] = foundAt(time, checks === 0 ? undefined : latest);
    if (found[at] !== Found.VALUE) continue;
    values[at] = (100 * critical) / checks;
    recoveries[at] = (100 * warned) / checks;
  }
  return { found, values, recoveries };
}

/** What a run's age means. @param earliest run of all groups. */
function freshness(subject: MonitorSubject, first: number, earliest: number, start: number): FoundAt {
  const late = checkSilenceSeconds(subject.definition);
  const delay = first < start ? 0 : newGroupSeconds(subject, first <= earliest);
  const seen = Math.ceil(first / MINUTE) * MINUTE;
  return (time, latest) => {
    if (latest === undefined) return Found.NOTHING;
    if (time - latest >= late) return Found.SILENCE;
    return time - seen < delay ? Found.NOT_YET : Found.VALUE;
  };
}

/**
 * Of runs in a row, as many as the threshold of their status.
 *
 * @see https://docs.datadoghq.com/monitors/configuration/?tab=checkalert#set-alert-conditions
 */
function rowJudge({ thresholds }: MonitorSubject): Judge {
  const { critical = 1, warning = 1, ok = 1, unknown } = thresholds;
  return (value, _, before) => {
    const [status, row] = [CODES[Math.floor(value / ROW)], value % ROW];
    if (status === "CRITICAL") return row >= critical ? "Alert" : undefined;
    if (status === "WARNING") return row >= warning ? "Warn" : undefined;
    if (status === "UNKNOWN") return unknown !== undefined && row >= unknown ? "Unknown" : undefined;
    // A group that was never judged has nothing to recover from.
    return before === undefined || row >= ok ? "OK" : undefined;
  };
}

/** "Alert if more than 70% of the checks submit a CRITICAL status, and warn if more than 70% submit a WARN status." */
function shareJudgeOf({ thresholds: { critical, warning } }: MonitorSubject): Judge {
  if (critical === undefined && warning === undefined) {
    throw new NotPlayedError("a cluster's alert has no threshold: the share that alerts or warns, in percent");
  }
  return (criticalShare, warnedShare): GroupStatus => {
    if (critical !== undefined && criticalShare > critical) return "Alert";
    return warning !== undefined && warnedShare > warning ? "Warn" : "OK";
  };
}

/** All runs of a group in their order of time. */
function merged(runs: readonly CheckRuns[]): { readonly times: Float64Array; readonly codes: Uint8Array } {
  const all = runs.flatMap(({ times, statuses }) =>
    statuses.map((status, at) => [times[at] ?? 0, CODES.indexOf(status)] as const),
  );
  if (runs.length > 1) all.sort(([one], [other]) => one - other);
  return { times: Float64Array.from(all, ([time]) => time), codes: Uint8Array.from(all, ([, code]) => code) };
}
