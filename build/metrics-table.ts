import type { KnownMetric, Range } from "../datadog/metrics/metric";

/** The lines of one of the tables beside this file: `name,type,unit,per,range,interval`, no quoting, `#` a comment. */
export function readTable(text: string): KnownMetric[] {
  const [, ...lines] = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return lines.map(readMetric);
}

function readMetric(line: string): KnownMetric {
  const [name = "", type, unit, per, range, interval] = line.split(",");
  return {
    name,
    type: type as KnownMetric["type"],
    ...(unit && { unit }),
    ...(per && { per }),
    ...(range && { range: readRange(range) }),
    ...(interval && { interval: interval === "event" ? interval : Number(interval) }),
  };
}

/** `0..100`, or `0..` without a bound above. */
function readRange(text: string): Range {
  const [min, max] = text.split("..");
  return { min: Number(min), ...(max && { max: Number(max) }) };
}
