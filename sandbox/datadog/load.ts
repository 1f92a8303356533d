import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

import type { Point, SentPoints } from "./state/series.js";

/** What Agents send as time goes by. */
export interface Load {
  readonly hosts: number;
  /** Of each host. */
  readonly series: number;
  readonly everySeconds: number;
}

/**
 * What one host sends of a stretch of time. The values rise from 0 to 239, a step for each point, and begin anew: an
 * hour of points that come every 15 s has each value once, in every series.
 *
 * @param from seconds since 1970, of the first point
 * @param to seconds since 1970, after the last
 */
export function sentBy(host: number, { series, everySeconds }: Load, from: number, to: number): SentPoints[] {
  const points: Point[] = [];
  for (let time = from; time < to; time += everySeconds) points.push([time, (time / everySeconds) % 240]);
  return Array.from({ length: series }, (_, number) => ({
    metric: `load.metric${number}`,
    host: `host${host}`,
    tags: ["env:load"],
    type: "gauge",
    points,
  }));
}

/** Bytes of objects and buffers, after whatever nobody holds any more is gone. */
export function memoryHeld(): number {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
