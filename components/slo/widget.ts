import type * as pulumi from "@pulumi/pulumi";
import type { Timeframe } from "../../datadog/slo/burn-rate";
import type { Widget } from "../dashboards/declaration";

/** An SLO on a dashboard: how well it is met, and what is left of its error budget. */
export function sloWidget({
  id,
  title,
  timeframes,
}: {
  /** Datadog's id. */
  readonly id: pulumi.Input<string>;
  readonly title: string;
  readonly timeframes: readonly Timeframe[];
}): Widget {
  return {
    serviceLevelObjectiveDefinition: {
      title,
      sloId: id,
      viewType: "detail",
      viewMode: "overall",
      showErrorBudget: true,
      timeWindows: [...timeframes],
    },
  };
}
