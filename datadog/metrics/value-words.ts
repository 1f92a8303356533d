import prettyBytes from "pretty-bytes";

/** How many bytes, seconds or bits of a whole one of the unit is, where there is a unit that reads better. */
const BYTES: Readonly<Record<string, number>> = {
  byte: 1,
  kibibyte: 2 ** 10,
  mebibyte: 2 ** 20,
  gibibyte: 2 ** 30,
  tebibyte: 2 ** 40,
};
const SECONDS: Readonly<Record<string, number>> = {
  nanosecond: 1e-9,
  microsecond: 1e-6,
  millisecond: 1e-3,
  second: 1,
  minute: 60,
  hour: 3600,
  day: 86_400,
};

/**
 * A number with its unit, and what it is in one that reads better: `0.9 (90 %)`, `268,435,456 bytes (256 MiB)`,
 * `300 seconds (5 minutes)`, `500,000,000 transactions`.
 *
 * @param unit in Datadog's word: `byte`, `byte/second`.
 * @see https://docs.datadoghq.com/metrics/units/
 */
export function valueInWords(value: number, unit?: string): string {
  if (unit === undefined) return numberInWords(value);
  if (unit === "percent") return `${numberInWords(value)} %`;
  if (unit === "fraction" && Math.abs(value) > 1) return numberInWords(value);
  if (unit === "fraction") return `${numberInWords(value)} (${numberInWords(rounded(value * 100))} %)`;
  const [whole = "", per] = unit.split("/");
  const counted = `${numberInWords(value)} ${plural(whole, value)}${per === undefined ? "" : ` per ${per}`}`;
  const better = inBetterUnit(value, whole, per);
  return better === undefined ? counted : `${counted} (${better})`;
}

/** `1,000,000`; what has too many digits to be read is written as a program does: `5e-324`. */
export function numberInWords(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-6 || size >= 1e15)) return String(value);
  return value.toLocaleString("en", { maximumFractionDigits: 12 });
}

/** `1 run`, `2 runs`, `2 queries`. */
export function countInWords(count: number, noun: string): string {
  return `${numberInWords(count)} ${plural(noun, count)}`;
}

/** Of whole numbers the largest unit that says it whole: `5 minutes`, `1 day`, `36 hours`; else seconds: `0.5 seconds`. */
export function secondsInWords(seconds: number): string {
  const unit = ["week", "day", "hour", "minute"].find((name) => seconds % secondsOf(name) === 0 && seconds !== 0);
  return unit === undefined ? countInWords(seconds, "second") : countInWords(seconds / secondsOf(unit), unit);
}

function secondsOf(unit: string): number {
  return unit === "week" ? 604_800 : (SECONDS[unit] ?? 1);
}

function inBetterUnit(value: number, unit: string, per: string | undefined): string | undefined {
  const bytes = BYTES[unit];
  if (bytes !== undefined) {
    const size = value * bytes;
    if (Math.abs(size) < 2 ** 10 || (unit !== "byte" && Math.abs(value) < 2 ** 10)) return undefined;
    return `${prettyBytes(size, { binary: true })}${per === undefined ? "" : ` per ${per}`}`;
  }
  const seconds = SECONDS[unit];
  if (seconds === undefined || per !== undefined) return undefined;
  const words = secondsInWords(rounded(value * seconds));
  return words === `${numberInWords(value)} ${plural(unit, value)}` || Math.abs(value * seconds) < 1
    ? undefined
    : words;
}

/** Without what binary fractions leave: 0.07 * 100. */
function rounded(value: number): number {
  return Number(value.toPrecision(12));
}

function plural(noun: string, count: number): string {
  if (count === 1 || noun.endsWith("hertz")) return noun;
  if (/[^aeiou]y$/.test(noun)) return `${noun.slice(0, -1)}ies`;
  return /(s|x|ch|sh)$/.test(noun) ? `${noun}es` : `${noun}s`;
}
