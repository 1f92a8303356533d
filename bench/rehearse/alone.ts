import { rehearse } from "../../datadog/evaluate/rehearse";
import { inputOf, type Load } from "./load";

/** What a rehearsal took, the making of its history among it. */
export interface Taken {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakBytes: number;
  readonly notifications: number;
}

/** Plays one load, in a process in which nothing else was done. */
function main(load: Load): Taken {
  const [start, cpu] = [performance.now(), process.cpuUsage()];
  const { timelines, refused } = rehearse(inputOf(load));
  const { user, system } = process.cpuUsage(cpu);
  if (refused.length > 0) throw new Error(refused[0]?.because);
  return {
    seconds: (performance.now() - start) / 1000,
    cpuSeconds: (user + system) / 1e6,
    peakBytes: process.resourceUsage().maxRSS * 1024,
    notifications: timelines.reduce((sum, { notifications }) => sum + notifications.length, 0),
  };
}

process.send?.(main(JSON.parse(process.argv[2] ?? "") as Load));
