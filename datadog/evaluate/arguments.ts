import type { Call, Query } from "../query/query";
import { NotEvaluatedError } from "./not-evaluated";

/** What a function applies to. */
export function subjectOf({ name, args: [first] }: Call): Query {
  if (first === undefined || first.kind === "text" || first.kind === "word" || first.kind === "named") {
    throw new NotEvaluatedError(`${name}() is not evaluated: it applies to no query`);
  }
  return first;
}

/** A number behind the query, by its place: the first is 1. */
export function numberAt(call: Call, place: number): number {
  const found = call.args[place];
  if (found?.kind === "number") return found.value;
  throw new NotEvaluatedError(`${call.name}() is not evaluated: a number is expected as its argument ${place + 1}`);
}

/** A word, with quotes or without, by its place. */
export function wordAt(call: Call, place: number): string {
  const found = call.args[place];
  if (found?.kind === "word" || found?.kind === "text") return found.value;
  throw new NotEvaluatedError(`${call.name}() is not evaluated: a word is expected as its argument ${place + 1}`);
}

/** The number or the word of a named argument: `60` of `interval=60`. */
export function named(call: Call, name: string): string | number | undefined {
  return call.args.flatMap((arg) => (arg.kind === "named" && arg.name === name ? [arg.value.value] : []))[0];
}
