interface Placed {
  /** In the formula's text, 0-based. */
  readonly offset: number;
}

/** What a monitor judges or a widget draws, calculated from queries by their names: `a / b * 100`. */
export type Formula = QueryName | FormulaNumber | FormulaCall | Negative | Chain | Methods;

export interface QueryName extends Placed {
  readonly kind: "query";
  readonly name: string;
}

interface FormulaNumber extends Placed {
  readonly kind: "number";
  readonly value: number;
}

/** `anomalies(a, 'basic', 2, direction='both')`. */
export interface FormulaCall extends Placed {
  readonly kind: "call";
  readonly name: string;
  readonly args: readonly FormulaArgument[];
}

/** A formula, a text such as `'basic'`, or an option such as `direction='both'`. */
export type FormulaArgument =
  | Formula
  | (Placed & { readonly kind: "text"; readonly text: string })
  | (Placed & { readonly kind: "option"; readonly name: string; readonly value: string });

interface Negative extends Placed {
  readonly kind: "negative";
  readonly of: Formula;
}

/** Operators of one rank, as they stand: a long sum is not a deep one. */
interface Chain extends Placed {
  readonly kind: "chain";
  readonly first: Formula;
  readonly rest: readonly { readonly operator: "+" | "-" | "*" | "/"; readonly of: Formula }[];
}

/** `a.rollup(sum, 60)`, which is the notation of metrics' queries and none of formulas. */
interface Methods extends Placed {
  readonly kind: "methods";
  readonly of: Formula;
  readonly calls: readonly Omit<FormulaCall, "kind">[];
}

/** The formula and all that it is made of, from left to right. */
export function* partsOfFormula(formula: Formula): Generator<Formula> {
  yield formula;
  for (const part of operandsOf(formula)) yield* partsOfFormula(part);
}

function operandsOf(formula: Formula): readonly Formula[] {
  switch (formula.kind) {
    case "call":
      return formula.args.filter((arg) => arg.kind !== "text" && arg.kind !== "option");
    case "negative":
    case "methods":
      return [formula.of];
    case "chain":
      return [formula.first, ...formula.rest.map(({ of }) => of)];
    default:
      return [];
  }
}

/** The queries that it names, each once, in its order. */
export function queriesNamed(formula: Formula): QueryName[] {
  const named = new Map<string, QueryName>();
  for (const part of partsOfFormula(formula)) {
    if (part.kind === "query" && !named.has(part.name)) named.set(part.name, part);
  }
  return [...named.values()];
}
