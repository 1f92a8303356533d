import type { History, Series, Span } from "../../../datadog/evaluate/history";
import { countInWords, secondsInWords } from "../../../datadog/metrics/value-words";
import { refusalOf } from "../../datadog/failure";
import { inTurns } from "../../in-turns";
import type { HistoryAccount } from "./account";
import { type Answered, type Kept, SharedTimes } from "./kept";
import { type Part, type Registry, STEP } from "./parts";

/**
 * As long as one request may ask for at a point a minute: "This supports up to one point per minute over a day".
 *
 * @see https://docs.datadoghq.com/dashboards/functions/rollup/#rollup-interval-enforced-vs-custom
 */
const DAY = 86_400;
/** An Agent sends a point that it could not send for up to an hour; a day is over when none can come any more. */
const LATE = 3600;
const AT_ONCE = 4;

export interface ReadHistory {
  readonly history: History;
  /** By the part's metric, what Datadog says against its query. */
  readonly refused: ReadonlyMap<string, string>;
  /** Where points are further apart than asked for; a sentence each. */
  readonly coarse: readonly string[];
}

export interface From {
  readonly account: Pick<HistoryAccount, "points">;
  readonly apiUrl: string;
  readonly kept: Pick<Kept, "read" | "write">;
  /** Seconds since 1970. */
  readonly now: number;
  readonly progress: (words: string) => void;
}

/**
 * The points of each part over a span and what lies before it, a day of UTC at a time, those that are over from what is
 * kept.
 *
 * @throws what Datadog's client throws where it is refused as a whole, or can't reach Datadog.
 */
export async function readHistory(registry: Registry, span: Span, from: From): Promise<ReadHistory> {
  const parts = [...registry.values()];
  const wanted = parts.flatMap(({ part, lead }) => daysOf(part, span.from - lead, span.to));
  const refused = new Map<string, string>();
  let done = 0;
  const answers = await inTurns(wanted, AT_ONCE, async ({ part, day, to }): Promise<readonly Answered[]> => {
    from.progress(`reading history: ${++done} of ${countInWords(wanted.length, "day")}`);
    if (refused.has(part.metric)) return [];
    const known = from.kept.read(part.query, day);
    if (known !== undefined) return known;
    try {
      const answered = await from.account.points(part.query, day, to);
      if (day + DAY + LATE <= from.now) from.kept.write(part.query, day, answered);
      return answered;
    } catch (error) {
      const refusal = refusalOf(error, from.apiUrl);
      // A query that can't be answered is one monitor's, and no reason to leave the others.
      if (refusal?.code !== 400) throw error;
      refused.set(part.metric, `${refusal.said}: ${part.query}`);
      return [];
    }
  });
  const byPart = new Map(parts.map(({ part }) => [part, [] as Answered[]]));
  wanted.forEach(({ part }, index) => byPart.get(part)?.push(...(answers[index] ?? [])));
  return {
    history: { series: [...byPart].flatMap(([part, days]) => seriesOf(part, days)), checks: [] },
    refused,
    coarse: [...byPart].flatMap(([part, days]) => coarseness(part, days)),
  };
}

interface Day {
  readonly part: Part;
  /** Its first second. */
  readonly day: number;
  /** The end of what is asked. */
  readonly to: number;
}

function daysOf(part: Part, from: number, to: number): Day[] {
  const first = Math.floor(from / DAY) * DAY;
  return Array.from({ length: Math.ceil((to - first) / DAY) }, (_, index) => {
    const day = first + index * DAY;
    return { part, day, to: Math.min(day + DAY, to) };
  });
}

/** The days of each group, one behind the other. */
function seriesOf(part: Part, days: readonly Answered[]): Series[] {
  const groups = new Map<string, Answered[]>();
  for (const one of days) {
    const key = [...one.tags].sort().join(",");
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  const shared = new SharedTimes();
  return [...groups.values()].map((all) => ({
    metric: part.metric,
    tags: [...new Set([...(all[0]?.tags ?? []), ...part.tags])],
    type: part.type,
    times: shared.of(joined(all.map(({ times }) => times))),
    values: joined(all.map(({ values }) => values)),
  }));
}

function joined(arrays: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(arrays.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const array of arrays) {
    all.set(array, at);
    at += array.length;
  }
  return all;
}

function coarseness({ query }: Part, days: readonly Answered[]): string[] {
  const coarsest = Math.max(STEP, ...days.map(({ interval }) => interval));
  if (days.every(({ times }) => times.length === 0)) return [`of ${query} Datadog has no point`];
  return coarsest === STEP ? [] : [`of ${query} Datadog gave a point each ${secondsInWords(coarsest)}`];
}
