import type { Finding } from "../finding";
import { expressionRules, type FormulaExample, readFormula } from "./formula/expression-rules";
import { monitorFormulaRules } from "./formula/monitor-rules";
import { lint } from "./rule";

export { expressionRules, monitorFormulaRules, type FormulaExample };

/** What Datadog would refuse of a formula by itself, whatever its queries are. */
export function lintFormula({ formula }: FormulaExample): Finding[] {
  return lint(expressionRules, readFormula(formula));
}
