/** Over which an SLO is judged. */
export const TIMEFRAMES = ["7d", "30d", "90d"] as const;
export type Timeframe = (typeof TIMEFRAMES)[number];

const DAYS: Readonly<Record<Timeframe, number>> = { "7d": 7, "30d": 30, "90d": 90 };

/** How fast an error budget is spent, seen over a long window, and still so over a short one: else it would be over. */
export interface BurnRate {
  /** `fast`; the monitor's name ends with it. */
  readonly name: string;
  /** The share of the whole budget that the long window spends at this rate. */
  readonly budgetPercent: number;
  /** 1 to 48. */
  readonly longHours: number;
  /** A twelfth of the long window is well. */
  readonly shortMinutes: number;
  /** 1 is the highest. @default the SLO's */
  readonly priority?: 1 | 2 | 3 | 4 | 5 | undefined;
}

/**
 * Of 30 days those that the SRE workbook pages for, of the others what Datadog recommends in their place.
 *
 * @see https://sre.google/workbook/alerting-on-slos/#recommended_parameters_for_an_slo_based_alerting_configuration
 * @see https://docs.datadoghq.com/service_level_objectives/burn_rate/
 */
const BUDGETS: Readonly<Record<Timeframe, { readonly fast: number; readonly slow: number }>> = {
  "7d": { fast: 10, slow: 20 },
  "30d": { fast: 2, slow: 5 },
  "90d": { fast: 1, slow: 3 },
};

/** Those of a timeframe that can be reached: an SLO of 90 % fails 10 times as often as it may, and no oftener. */
export function recommendedBurnRates(timeframe: Timeframe, target: number): readonly BurnRate[] {
  const { fast, slow } = BUDGETS[timeframe];
  return [
    { name: "fast", budgetPercent: fast, longHours: 1, shortMinutes: 5 },
    { name: "slow", budgetPercent: slow, longHours: 6, shortMinutes: 30 },
  ].filter((rate) => factorOf(rate, timeframe) < highestBurnRate(target));
}

/** How many times faster than the budget allows: 1 spends it in just the timeframe. */
export function factorOf({ budgetPercent, longHours }: BurnRate, timeframe: Timeframe): number {
  return rounded((budgetPercent * DAYS[timeframe] * 24) / (100 * longHours));
}

/** The burn rate when everything fails. @param target in percent. */
export function highestBurnRate(target: number): number {
  return rounded(100 / (100 - target));
}

/** How long a budget lasts that burns so: in hours, of more than two days in days. */
export function lasting(factor: number, timeframe: Timeframe): string {
  const hours = (DAYS[timeframe] * 24) / factor;
  return hours < 48 ? `${Math.round(hours)} hours` : `${Math.round(hours / 24)} days`;
}

/** The query of its monitor: `burn_rate("…").over("30d").long_window("1h").short_window("5m") > 14.4`. */
export function burnRateQuery(id: string, timeframe: Timeframe, rate: BurnRate): string {
  const windows = `.long_window("${rate.longHours}h").short_window("${rate.shortMinutes}m")`;
  return `burn_rate("${id}").over("${timeframe}")${windows} > ${factorOf(rate, timeframe)}`;
}

/** Without what binary fractions add: 100 / (100 - 99.9) is 1000. */
function rounded(number: number): number {
  return Number(number.toPrecision(9));
}
