import { PERCENTILE } from "../../query/functions";

const UNSAID = "Datadog's pages of functions do not say what it makes of its values";

/** What is not done, and why. */
const REASONS: Readonly<Record<string, string>> = {
  autosmooth: "its span is chosen by an algorithm that is not published, and monitors have none of it",
  weighted: "it needs how often each series is sent, which no history says",
  robust_trend: "the parameter of its loss is not published",
  piecewise_constant: "how it finds its segments is not published",
  dt: "it is of the points as they were sent, not of steps",
  default: UNSAID,
  rate: UNSAID,
  equiv_rate: UNSAID,
  avg: "nested queries are a preview",
  sum: "nested queries are a preview",
  count: "nested queries are a preview",
  stddev: "nested queries are a preview",
  percentile: "nested queries are a preview",
};

/** Why a function is not evaluated. */
export function reasonOf(name: string): string {
  if (PERCENTILE.test(name)) return "nested queries are a preview";
  return REASONS[name] ?? UNSAID;
}
