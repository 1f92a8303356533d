import * as pulumi from "@pulumi/pulumi";
import { type CompositeCondition, compositeMonitorQuery } from "../../datadog/query/composite";
import { QuerySyntaxError } from "../../datadog/query/parse";
import { monitorQueryText } from "../../datadog/query/print";
import { declareMonitor, type MonitorDeclaration } from "./declaration";

export interface CompositeMonitorArgs extends MonitorDeclaration {
  /** Of the ids of up to ten monitors that have groups in common. */
  condition: CompositeCondition<pulumi.Input<string>>;
  /** The groups that all of them have, by which it notifies. @default none: it notifies of all together */
  commonGroups?: readonly string[];
}

/**
 * A monitor of other monitors' states together, checked before it ships.
 *
 * @throws ResourceError at preview, with every mistake and its remedy.
 */
export class CompositeMonitor extends pulumi.ComponentResource {
  /** Datadog's id, a number in a string. */
  readonly id: pulumi.Output<string>;

  constructor(name: string, args: CompositeMonitorArgs, opts?: pulumi.ComponentResourceOptions) {
    super("lookout:monitors:CompositeMonitor", name, {}, opts);
    const { monitors, expression } = args.condition;

    const query = pulumi
      .all(monitors)
      .apply((ids) => monitorQueryText(compositeMonitorQuery({ monitors: ids, expression })));
    const condition = { type: "composite", query };
    this.id = declareMonitor(name, condition, args, this, {
      query: checkable(args.condition),
      commonGroups: args.commonGroups ?? [],
    }).id;
    this.registerOutputs({ id: this.id });
  }
}

/** The query before there are ids, with any number for each monitor that has a name. */
function checkable({ monitors, expression }: CompositeMonitorArgs["condition"]): string {
  const anyIds = Object.fromEntries(Object.keys(monitors).map((name, index) => [name, String(index + 1)]));
  try {
    return monitorQueryText(compositeMonitorQuery({ monitors: anyIds, expression }));
  } catch (error) {
    if (error instanceof QuerySyntaxError) return expression;
    throw error;
  }
}
