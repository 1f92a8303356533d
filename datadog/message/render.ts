import { Temporal } from "@js-temporal/polyfill";
import { heldIn, type Situation } from "./conditions";
import { evaluate, isNumber } from "./evaluate";
import { ExpressionSyntaxError, parseExpression } from "./expression";
import { keysOf } from "./names";
import type { Argument, Block, HandlePart, Invocation, Node, Raw, Template } from "./template";

/** What fills a variable; a list and an object for `{{#each}}` and `{{#with}}`. */
export type Filling = string | number | boolean | readonly Filling[] | { readonly [key: string]: Filling };

/** What a notification is sent of. */
export interface Circumstances extends Situation {
  /** The monitor's: `P1` to `P5`. @default none */
  readonly priority?: string;
  /**
   * By name without brackets: `{ value: 12.5, "host.name": "db1", last_triggered_at_epoch: 1700000000000 }`.
   * What is not named is empty.
   */
  readonly values?: Readonly<Record<string, Filling>>;
  /** What stands for a variable that has no value. @default nothing */
  readonly standIn?: (name: string) => string | undefined;
}

/**
 * What the on-call person reads: the template in these circumstances. Comments are gone and handles kept; what nothing
 * fills is empty. A line that holds nothing but tags is dropped, as Datadog's own example of a renotification shows,
 * and so is the white space around the message.
 *
 * @see https://docs.datadoghq.com/monitors/notify/variables/
 */
export function render(template: Template, circumstances: Circumstances): string {
  const pieces = [...rendered(template.nodes, { circumstances, scopes: [circumstances.values ?? {}] })];
  return withoutLinesOfTags(pieces).trim();
}

/** Whom the template tells in these circumstances, each once: what a value holds is no handle. */
export function handlesOf(template: Template, circumstances: Circumstances): string[] {
  const handles = new Set<string>();
  const context = { circumstances, scopes: [circumstances.values ?? {}], handles };
  // Handles are gathered while it is rendered.
  Array.from(rendered(template.nodes, context));
  return [...handles];
}

/** A tag that shows nothing itself. */
const TAG = Symbol("tag");
type Piece = string | typeof TAG;

interface Context {
  readonly circumstances: Circumstances;
  /** The innermost last: what `{{#with}}` and `{{#each}}` opened. */
  readonly scopes: readonly Filling[];
  /** Gathers those that are shown. */
  readonly handles?: Set<string>;
}

function* rendered(nodes: readonly Node[], context: Context): Generator<Piece> {
  for (const node of nodes) {
    switch (node.kind) {
      case "text":
        yield node.text;
        break;
      case "comment":
        yield TAG;
        break;
      case "variable": {
        const value = shownOf(node.name, context);
        yield node.raw ? value : encoded(value);
        break;
      }
      case "call": {
        const value = called(node, context);
        // An override of the priority shows nothing.
        yield value === undefined ? TAG : node.raw ? value : encoded(value);
        break;
      }
      case "handle": {
        const parameters = node.parameters === undefined ? "" : `(${partsOf(node.parameters, context)})`;
        const handle = `@${partsOf(node.parts, context)}${parameters}`;
        context.handles?.add(handle);
        yield handle;
        break;
      }
      case "raw":
        yield TAG;
        if (node.name === "raw" || holds(node, context)) yield node.text;
        yield TAG;
        break;
      case "block":
        yield* block(node, context);
    }
  }
}

function* block(node: Block, context: Context): Generator<Piece> {
  const held = holds(node, context) !== node.negated;
  yield TAG;
  for (const inner of held ? innerContexts(node, context) : [context]) {
    yield* rendered(held ? node.body : (node.otherwise?.body ?? []), inner);
    yield TAG;
  }
}

/** One for each element of `{{#each}}`, one with the object of `{{#with}}`, else the same. */
function innerContexts(node: Block, context: Context): Context[] {
  if (node.negated || (node.name !== "each" && node.name !== "with")) return [context];
  const filling = argumentFilling(node.args[0], context);
  const within = (scope: Filling) => ({ ...context, scopes: [...context.scopes, scope] });
  if (node.name === "with") return [within(filling ?? {})];
  const entries = typeof filling === "object" ? Object.entries(filling) : [];
  return entries.map(([key, element], index) =>
    within({
      ...(typeof element === "object" && !Array.isArray(element) ? (element as Record<string, Filling>) : {}),
      this: element,
      "@key": key,
      "@index": index,
      "@first": index === 0,
      "@last": index === entries.length - 1,
    }),
  );
}

function holds(node: Block | Raw, context: Context): boolean {
  const [first, ...others] = node.args;
  switch (node.name) {
    case "is_match":
    case "is_exact_match": {
      const value = textOf(matchedFilling(first, context));
      const wanted = others.map((other) => textOf(argumentFilling(other, context)));
      return wanted.some((text) => (node.name === "is_match" ? contains(value, text) : equals(value, text)));
    }
    case "is_priority":
      return textOf(argumentFilling(first, context)) === context.circumstances.priority;
    case "if":
    case "with":
    case "each":
      return isFilled(argumentFilling(first, context));
    case "unless":
      return !isFilled(argumentFilling(first, context));
    default:
      return heldIn([context.circumstances], node.name, true).length > 0;
  }
}

/** An empty string is contained in all that is not empty: so one asks whether a tag is there. */
function contains(value: string, text: string): boolean {
  return value !== "" && value.includes(text);
}

function equals(value: string, text: string): boolean {
  return value === text || (isNumber(value) && isNumber(text) && Number(value) === Number(text));
}

function isFilled(filling: Filling | undefined): boolean {
  if (typeof filling === "object") return Object.keys(filling).length > 0;
  return filling !== undefined && filling !== "" && filling !== 0 && filling !== false;
}

/** @returns `undefined` where the function shows nothing by its nature. */
function called({ name, args }: Invocation, context: Context): string | undefined {
  const [first, second] = args;
  switch (name) {
    case "override_priority":
      return undefined;
    case "eval":
      return evaluated(first, context);
    case "urlencode":
      return encodeURIComponent(textOf(matchedFilling(first, context)));
    case "local_time":
      return localTime(first, textOf(argumentFilling(second, context)), context);
    default:
      return "";
  }
}

function evaluated(argument: Argument | undefined, context: Context): string {
  if (argument?.kind !== "string") return "";
  try {
    const result = evaluate(parseExpression(argument.text), (name) => {
      const filling = lookedUp(name, context);
      return typeof filling === "number" || typeof filling === "string" ? filling : undefined;
    });
    return result === undefined ? "" : String(result);
  } catch (error) {
    if (error instanceof ExpressionSyntaxError) return "";
    throw error;
  }
}

/** `yyyy-MM-dd HH:mm:ss±HH:mm`. */
function localTime(variable: Argument | undefined, zone: string, context: Context): string {
  const instant = variable?.kind === "string" ? instantOf(variable.text, context) : undefined;
  if (instant === undefined) return "";
  try {
    const time = instant.toZonedDateTimeISO(zone);
    return time.toString({ smallestUnit: "second", timeZoneName: "never" }).replace("T", " ");
  } catch (error) {
    if (error instanceof RangeError) return "";
    throw error;
  }
}

/** The variable's own text, or its companion in milliseconds since the epoch. */
function instantOf(name: string, context: Context): Temporal.Instant | undefined {
  const epoch = Number(textOf(lookedUp(name.endsWith("_epoch") ? name : `${name}_epoch`, context)) || NaN);
  try {
    return Number.isFinite(epoch)
      ? Temporal.Instant.fromEpochMilliseconds(Math.trunc(epoch))
      : Temporal.Instant.from(textOf(lookedUp(name, context)).replace(/ UTC$/, "Z"));
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Where a string names a variable: the first argument of `is_match` and of `urlencode`. */
function matchedFilling(argument: Argument | undefined, context: Context): Filling | undefined {
  return argument?.kind === "string" ? lookedUp(argument.text, context) : argumentFilling(argument, context);
}

function argumentFilling(argument: Argument | undefined, context: Context): Filling | undefined {
  switch (argument?.kind) {
    case undefined:
      return undefined;
    case "string":
    case "number":
      return argument.text;
    case "name":
      return lookedUp(argument.name, context);
    case "expression":
      return called(argument.inner, context);
  }
}

function lookedUp(name: string, { scopes }: Context): Filling | undefined {
  const keys = keysOf(name);
  for (const scope of [...scopes].reverse()) {
    const found = foundIn(scope, keys);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A variable's value, or what stands for it. */
function shownOf(name: string, context: Context): string {
  const filling = lookedUp(name, context);
  return filling === undefined ? (context.circumstances.standIn?.(keysOf(name).join(".")) ?? "") : textOf(filling);
}

/** `host.name` is one key of the circumstances; in a list or an object it is a key after the other. */
function foundIn(scope: Filling, keys: readonly string[]): Filling | undefined {
  if (keys[0] === "this" && keys.length === 1) return own(scope, "this") ?? scope;
  const whole = own(scope, keys.join("."));
  if (whole !== undefined) return whole;
  return keys.reduce<Filling | undefined>((inner, key) => (inner === undefined ? undefined : own(inner, key)), scope);
}

function own(filling: Filling, key: string): Filling | undefined {
  if (Array.isArray(filling)) return /^-?\d+$/.test(key) ? (filling as readonly Filling[]).at(Number(key)) : undefined;
  if (typeof filling !== "object" || !Object.hasOwn(filling, key)) return undefined;
  return (filling as Readonly<Record<string, Filling>>)[key];
}

function textOf(filling: Filling | undefined): string {
  if (filling === undefined) return "";
  return typeof filling === "object" ? JSON.stringify(filling) : String(filling);
}

function partsOf(parts: readonly HandlePart[], context: Context): string {
  return parts
    .map((part) => {
      if (typeof part === "string") return part;
      return part.kind === "variable" ? shownOf(part.name, context) : (called(part, context) ?? "");
    })
    .join("");
}

/** "Variable content is HTML-encoded by default." */
function encoded(text: string): string {
  const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;" };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

function withoutLinesOfTags(pieces: readonly Piece[]): string {
  const lines: string[] = [];
  let [line, tags] = ["", false];
  for (const piece of pieces) {
    if (piece === TAG) {
      tags = true;
      continue;
    }
    const [first = "", ...more] = piece.split("\n");
    line += first;
    for (const next of more) {
      if (!tags || line.trim() !== "") lines.push(line);
      [line, tags] = [next, false];
    }
  }
  return [...lines, ...(tags && line.trim() === "" ? [] : [line])].join("\n");
}
