import * as pulumi from "@pulumi/pulumi";
import {
  type BurnRate,
  burnRateQuery,
  factorOf,
  lasting,
  recommendedBurnRates,
  type Timeframe,
} from "../../datadog/slo/burn-rate";
import type { Message } from "../../datadog/message/message";
import type { Recipients } from "../../datadog/message/recipients";
import { declareMonitor, type MonitorDeclaration, thresholds } from "../monitors/declaration";
import type { MonitorOverrides } from "../monitors/monitor-pack";
import { overridden } from "../monitors/override";
import type { Named } from "../named";

/** Whom an SLO's monitors notify, and of what. */
export interface SLOAlerts {
  readonly handles: Recipients;
  /** @default those that the SRE workbook pages for, as far as the target lets them be reached */
  readonly burnRates?: readonly BurnRate[] | undefined;
  /** The share of the error budget that is spent, in percent. @default no alert */
  readonly spent?: { readonly critical: number; readonly warning?: number | undefined } | undefined;
  /** In place of the words that each monitor has, in all of them. @default its own */
  readonly words?: Message["words"] | undefined;
  /** What is said of single ones by their names in the stack. @default nothing */
  readonly overrides?: MonitorOverrides | undefined;
  /** The ids of those that somebody made before, by their names in the stack. @default the SLO's own `adopt`, by name */
  readonly adopt?: Named<string> | undefined;
}

/** What its monitors have of the SLO. */
interface Alerted {
  readonly name: string;
  readonly id: pulumi.Output<string>;
  readonly title: string;
  readonly timeframe: Timeframe;
  /** In percent. */
  readonly target: number;
}

type Shared = Omit<MonitorDeclaration, "title" | "message" | "priority">;

/** Before there is an id. */
const ANY_ID = "0123456789abcdef0123456789abcdef";

/** By what they watch, the monitors that an SLO will have: `burn-fast`. */
export function alertsOf({
  alerts,
  timeframe,
  target,
}: Pick<Alerted, "timeframe" | "target"> & { readonly alerts?: SLOAlerts | undefined }): string[] {
  if (alerts === undefined) return [];
  const rates = alerts.burnRates ?? recommendedBurnRates(timeframe, target);
  return [...rates.map(({ name }) => `burn-${name}`), ...(alerts.spent === undefined ? [] : ["spent"])];
}

/** Declares a monitor for each burn rate, and one of what is spent; their ids by what they watch. */
export function declareAlerts(
  slo: Alerted,
  { handles, burnRates, spent, words, overrides }: SLOAlerts,
  shared: Shared & Pick<MonitorDeclaration, "priority">,
  component: pulumi.Resource,
): Readonly<Record<string, pulumi.Output<string>>> {
  const { timeframe, target } = slo;
  const ids: Record<string, pulumi.Output<string>> = {};
  const declare = (
    of: string,
    query: (id: string) => string,
    numbers: { critical: number; warning?: number | undefined },
    said: Pick<MonitorDeclaration, "title" | "priority"> & { own: Message["words"] },
  ) => {
    const { own, ...declared } = said;
    const name = `${slo.name}-${of}`;
    const override = overrides?.of(name);
    if (override === false) return;
    ids[of] = declareMonitor(
      name,
      { type: "slo alert", query: slo.id.apply(query), monitorThresholds: thresholds(numbers) },
      overridden({ ...shared, ...declared, message: { words: words ?? own, handles } }, override ?? {}),
      component,
      { query: query(ANY_ID), sloTarget: target },
    ).id;
  };
  for (const rate of burnRates ?? recommendedBurnRates(timeframe, target)) {
    const critical = factorOf(rate, timeframe);
    declare(
      `burn-${rate.name}`,
      (id) => burnRateQuery(id, timeframe, rate),
      { critical },
      {
        title: `${slo.title}: the error budget burns ${critical} times too fast`,
        priority: rate.priority ?? shared.priority,
        own: wordsOf(rate, slo),
      },
    );
  }
  if (spent !== undefined) {
    declare("spent", (id) => `error_budget("${id}").over("${timeframe}") > ${spent.critical}`, spent, {
      title: `${slo.title}: the error budget is mostly spent`,
      priority: shared.priority,
      own: {
        alert: `{{value}} % of the error budget of ${timeframe} are spent: at 100 % the target of ${target} % is missed.\nFirst: change nothing that can wait.`,
        ...(spent.warning !== undefined && { warning: `{{value}} % of the error budget of ${timeframe} are spent.` }),
        recovery: "There is error budget again. Nothing to do.",
      },
    });
  }
  return ids;
}

function wordsOf(rate: BurnRate, { timeframe, target }: Alerted): Message["words"] {
  const { longHours, shortMinutes } = rate;
  const lasts = lasting(factorOf(rate, timeframe), timeframe);
  return {
    alert: `It fails {{long_window_burn_rate}} times as often as ${target} % allow, over ${longHours} h; {{short_window_burn_rate}} times over the last ${shortMinutes} min.\nAt this rate the error budget of ${timeframe} is gone in less than ${lasts}.`,
    recovery: "The error budget burns no faster than it may. Nothing to do.",
  };
}
