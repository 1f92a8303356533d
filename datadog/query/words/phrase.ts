/** A part of a sentence; a loose one has a comma or a calculation in it, and goes into brackets within another. */
export interface Phrase {
  readonly text: string;
  readonly loose: boolean;
}

/** In brackets where it would run into what is around it. */
export function enclosed({ text, loose }: Phrase): string {
  return loose ? `(${text})` : text;
}

const AGGREGATES: Readonly<Record<string, string>> = {
  avg: "the average of",
  sum: "the sum of",
  min: "the lowest",
  max: "the highest",
  count: "the number of values of",
  stddev: "the standard deviation of",
};

/** `the average of my_metric`, `the 95th percentile of …`. */
export function aggregateInWords(aggregator: string, of: string): string {
  const percentile = /^p(\d+(?:\.\d+)?)$/.exec(aggregator)?.[1];
  if (percentile === "50") return `the median of ${of}`;
  if (percentile !== undefined) return `the ${ordinal(percentile)} percentile of ${of}`;
  return `${AGGREGATES[aggregator] ?? `the ${aggregator} of`} ${of}`;
}

const ENDINGS: Readonly<Record<string, string>> = { one: "st", two: "nd", few: "rd", other: "th" };

/** `95th`; of `99.9`, by its last digit. */
function ordinal(number: string): string {
  const last = number.includes(".") ? Number(number.at(-1)) : Number(number);
  return `${number}${ENDINGS[new Intl.PluralRules("en", { type: "ordinal" }).select(last)] ?? "th"}`;
}
