import { parseArgs } from "node:util";
import { FUZZED } from "../tests/fuzz/all";

const { values } = parseArgs({
  options: { runs: { type: "string", default: "1000000" }, seed: { type: "string", default: String(Date.now()) } },
});
const [runs, seed] = [Number(values.runs), Number(values.seed)];

/** Texts from `--seed`, read by each parser; ends at the first that fails. */
for (const [name, fuzz] of Object.entries(FUZZED)) {
  console.log(`${runs} ${name} from seed ${seed}`);
  const start = performance.now();
  const { parsed, slowest } = fuzz(runs, seed);
  const seconds = (performance.now() - start) / 1000;
  console.log(`${Math.round(runs / seconds)} a second; ${parsed} were read (${((100 * parsed) / runs).toFixed(1)} %)`);
  console.log(`the slowest took ${slowest.milliseconds.toFixed(1)} ms: ${JSON.stringify(slowest.text)}`);
}
