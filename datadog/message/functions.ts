/** What `eval` yields; a string only where a string came in, or units stand behind the number. */
export type Result = number | string | boolean;

/**
 * The functions of `eval`.
 *
 * @see https://docs.datadoghq.com/monitors/guide/template-variable-evaluation/
 */
export const FUNCTIONS: Readonly<Record<string, (...args: readonly Result[]) => Result>> = {
  ...numeric({
    abs: Math.abs,
    // "a floored integer; that is, the numbers to the left of the decimal point".
    int: Math.trunc,
    trunc: Math.trunc,
    float: (x) => x,
    dec: (x) => x - Math.trunc(x),
    ceil: Math.ceil,
    floor: Math.floor,
    sgn: Math.sign,
    exp: Math.exp,
    log10: Math.log10,
    sin: Math.sin,
    sinh: Math.sinh,
    asin: Math.asin,
    asinh: Math.asinh,
    cos: Math.cos,
    cosh: Math.cosh,
    acos: Math.acos,
    acosh: Math.acosh,
    tan: Math.tan,
    tanh: Math.tanh,
    atan: Math.atan,
    atanh: Math.atanh,
  }),
  round: (x, digits = 0) => Number(Number(x).toFixed(Math.min(Math.max(Number(digits), 0), 20))),
  atan2: (y, x) => Math.atan2(Number(y), Number(x)),
  to_bool: (x) => Number(x) !== 0,
  // How many digits Datadog shows is not documented; two say enough.
  humanize_bytes: (x) => humanized(Number(x), ["B", "KB", "MB", "GB", "TB", "PB", "EB"]),
  humanize_bits: (x) => humanized(Number(x), ["b", "Kb", "Mb", "Gb", "Tb", "Pb", "Eb"]),
  upper: (text) => String(text).toUpperCase(),
  lower: (text) => String(text).toLowerCase(),
  substring: (text, start, end?: Result) =>
    String(text).substring(Number(start), end === undefined ? undefined : Number(end)),
  strip: (text, characters?: Result) =>
    stripped(String(text), characters === undefined ? undefined : String(characters)),
};

function numeric(functions: Record<string, (x: number) => number>): Record<string, (x?: Result) => Result> {
  return Object.fromEntries(Object.entries(functions).map(([name, f]) => [name, (x?: Result) => f(Number(x))]));
}

function humanized(amount: number, units: readonly string[]): string {
  let scaled = amount;
  let power = 0;
  while (Math.abs(scaled) >= 1024 && power < units.length - 1) {
    scaled /= 1024;
    power += 1;
  }
  return `${Number(scaled.toFixed(2))} ${units[power] ?? ""}`;
}

/** The given characters off both ends, as Python's `str.strip`. */
function stripped(text: string, characters: string | undefined): string {
  if (characters === undefined) return text.trim();
  let [start, end] = [0, text.length];
  while (start < end && characters.includes(text.charAt(start))) start += 1;
  while (end > start && characters.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}
