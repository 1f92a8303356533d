import type { MonitorExpression, OfMonitors } from "./monitor-query";
import { parseExpression } from "./parse";

/** A composite monitor's condition: other monitors' states. */
export interface CompositeCondition<Id> {
  /** By a name of one's own. */
  readonly monitors: Readonly<Record<string, Id>>;
  /** Of those names, with `&&`, `||`, `!` and brackets: `errors && !deploying`. */
  readonly expression: string;
}

/**
 * The expression with each name's id in its place; a name that has none stays, for the check to find.
 *
 * @throws QuerySyntaxError
 */
export function compositeMonitorQuery({ monitors, expression }: CompositeCondition<string>): OfMonitors {
  return { kind: "composite", expression: withIds(parseExpression(expression), monitors) };
}

function withIds(expression: MonitorExpression, ids: Readonly<Record<string, string>>): MonitorExpression {
  switch (expression.kind) {
    case "monitor":
      return { kind: "monitor", name: ids[expression.name] ?? expression.name };
    case "not":
      return { kind: "not", of: withIds(expression.of, ids) };
    default:
      return { kind: expression.kind, of: expression.of.map((one) => withIds(one, ids)) };
  }
}
