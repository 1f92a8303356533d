import { closest } from "fastest-levenshtein";
import { type Formula, partsOfFormula } from "../../formula/formula";
import { argumentsOf, FORMULA_FUNCTIONS } from "../../formula/functions";
import { FormulaSyntaxError, parseFormula } from "../../formula/parse";
import { listInWords } from "../../list-words";
import type { Rule } from "../rule";

/** A formula by itself. */
export interface FormulaExample {
  readonly formula: string;
}

export interface FormulaSubject extends FormulaExample {
  readonly unreadable?: FormulaSyntaxError;
  /** The formula and all that it is made of; of what can't be read, nothing. */
  readonly parts: readonly Formula[];
}

type FormulaRule = Rule<FormulaSubject, FormulaExample>;

const FUNCTIONS = "https://docs.datadoghq.com/dashboards/functions/";

export function readFormula(formula: string): FormulaSubject {
  try {
    return { formula, parts: [...partsOfFormula(parseFormula(formula))] };
  } catch (error) {
    if (!(error instanceof FormulaSyntaxError)) throw error;
    return { formula, parts: [], unreadable: error };
  }
}

const syntax: FormulaRule = {
  id: "formula/syntax",
  verdict: "refused",
  because: "Datadog refuses a monitor whose formula it can't read, and draws nothing for a widget's.",
  source: "https://docs.datadoghq.com/dashboards/querying/#advanced-graphing",
  passes: { formula: "errors / requests * 100" },
  fails: { formula: "errors / * 100" },
  *check({ unreadable }) {
    if (unreadable === undefined) return;
    const { offset, message } = unreadable;
    yield {
      offset,
      problem: `the formula can't be read at column ${offset + 1}: ${message}`,
      remedy: "calculate with +, -, *, / and functions over the queries' names",
    };
  },
};

const unknownFunction: FormulaRule = {
  id: "formula/unknown-function",
  verdict: "may-be-meant",
  because: "A function that Datadog does not have makes the formula invalid; a newer one may be unknown here.",
  source: FUNCTIONS,
  passes: { formula: "default_zero(errors)" },
  fails: { formula: "defualt_zero(errors)" },
  *check({ parts }) {
    for (const part of parts) {
      if (part.kind !== "call" || FORMULA_FUNCTIONS.includes(part.name)) continue;
      yield {
        offset: part.offset,
        problem: `${part.name}() is no function of formulas`,
        remedy: `did you mean ${closest(part.name.slice(0, 60), [...FORMULA_FUNCTIONS])}()?`,
      };
    }
  },
};

const argumentCount: FormulaRule = {
  id: "formula/argument-count",
  verdict: "may-be-meant",
  because: "Each function has the arguments that its page names.",
  source: FUNCTIONS,
  passes: { formula: "clamp_min(errors, 0)" },
  fails: { formula: "clamp_min(errors)" },
  *check({ parts }) {
    for (const part of parts) {
      if (part.kind !== "call") continue;
      const [least, most] = argumentsOf(part.name) ?? [0, Infinity];
      const count = part.args.length;
      if (count >= least && count <= most) continue;
      const takes = count < least ? least : most;
      yield {
        offset: part.offset,
        problem: `${part.name}() has ${count} ${count === 1 ? "argument" : "arguments"}`,
        remedy: `give it ${least === most ? "" : count < least ? "at least " : "at most "}${takes}`,
      };
    }
  },
};

const methodNotation: FormulaRule = {
  id: "formula/method-notation",
  verdict: "may-be-meant",
  because: "A formula's functions stand around its queries; behind them they stand in metrics' queries only.",
  source: `${FUNCTIONS}rollup/`,
  passes: { formula: "rollup(errors, 'sum', 60)" },
  fails: { formula: "errors.rollup('sum', 60)" },
  *check({ parts }) {
    for (const part of parts) {
      if (part.kind !== "methods") continue;
      for (const { name, offset } of part.calls) {
        yield { offset, problem: `.${name}() stands behind a query's name`, remedy: `write ${name}(…) around it` };
      }
    }
  },
};

export const expressionRules: readonly FormulaRule[] = [syntax, unknownFunction, argumentCount, methodNotation];

/** `a, b and c`, or that there are none. */
export function namesInWords(names: readonly string[]): string {
  return names.length === 0 ? "there are none" : `there are ${listInWords(names)}`;
}
