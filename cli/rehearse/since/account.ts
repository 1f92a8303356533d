import { v1 } from "@datadog/datadog-api-client";
import { setTimeout } from "node:timers/promises";
import type { Keys } from "../../../components/access/keys";
import { clientConfiguration } from "../../datadog/client";
import { request } from "../../datadog/request";
import { type Answered, SharedTimes } from "./kept";

/** Asks Datadog for points, by its own client, and no faster than it may be asked. Only reads. */
export class HistoryAccount {
  readonly #metrics: v1.MetricsApi;
  /** Until when nothing is asked, in milliseconds since 1970. */
  #pause = 0;

  /** @param progress takes why nothing goes on for a while. */
  constructor(
    keys: Keys,
    private readonly progress: (words: string) => void,
  ) {
    this.#metrics = new v1.MetricsApi(clientConfiguration(keys, (where, how) => this.#paced(where, how)));
  }

  /**
   * @param from seconds since 1970, the first included.
   * @param to the last not.
   * @throws what Datadog's client throws where it is refused, or can't reach Datadog.
   */
  async points(query: string, from: number, to: number): Promise<Answered[]> {
    const { series = [] } = await this.#metrics.queryMetrics({ query, from, to: to - 1 });
    const shared = new SharedTimes();
    return series.map((one) => answered(one, shared));
  }

  /**
   * What is left of a period's requests is said with each answer: the last of them waits for the next period, where one
   * more would be refused.
   *
   * @see https://docs.datadoghq.com/api/latest/rate-limits/
   */
  readonly #paced: typeof fetch = async (where, how) => {
    for (let wait = this.#pause - Date.now(); wait > 0; wait = this.#pause - Date.now()) await setTimeout(wait);
    const answer = await request(where, how);
    const [remaining, reset] = ["x-ratelimit-remaining", "x-ratelimit-reset"].map((name) => answer.headers.get(name));
    const isSpent = answer.status === 429 || (remaining != null && Number(remaining) <= 0);
    if (isSpent && reset != null && Number(reset) > 0) {
      this.#pause = Date.now() + Number(reset) * 1000;
      this.progress(`Datadog takes no more requests for ${reset} s: waiting`);
    }
    return answer;
  };
}

function answered(
  { tagSet = [], interval = 0, pointlist = [] }: v1.MetricsQueryMetadata,
  shared: SharedTimes,
): Answered {
  // A minute without a point may be told as none.
  const points = (pointlist as readonly (readonly [number, number | null])[]).filter(
    (point): point is readonly [number, number] => point[1] !== null,
  );
  const times = Float64Array.from(points, ([time]) => Math.floor(time / 1000));
  const gap = times.slice(1).reduce((least, time, at) => Math.min(least, time - (times[at] ?? 0)), Infinity);
  return {
    tags: tagSet,
    // Seconds, while the client's own words are milliseconds.
    interval: interval === gap * 1000 ? gap : interval,
    times: shared.of(times),
    values: Float64Array.from(points, ([, value]) => value),
  };
}
