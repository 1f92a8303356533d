import * as os from "node:os";
import prettyBytes from "pretty-bytes";
import type { Kind, Ran } from "./stack";

export function bytes(count: number): string {
  return prettyBytes(count, { binary: true, maximumFractionDigits: 1 });
}

/** On what, and beside how much else, something was measured. */
export function machine(): string {
  const [load = 0] = os.loadavg();
  return `${os.availableParallelism()} cores, ${bytes(os.totalmem())}, load ${load.toFixed(1)}, Node.js ${process.versions.node}`;
}

/** What the processes of a kind took in a run: CPU, and memory. */
export function takenBy(kind: Kind, { taken }: Ran): [cpu: string, memory: string] {
  const { cpuSeconds, peakBytes } = taken.get(kind) ?? { cpuSeconds: 0, peakBytes: 0 };
  return [`${cpuSeconds.toFixed(1)} s`, bytes(peakBytes)];
}
