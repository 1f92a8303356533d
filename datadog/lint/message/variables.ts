import { BLOCK_NAMES } from "../../message/conditions";
import { ExpressionSyntaxError, namesIn, parseExpression } from "../../message/expression";
import { groupVariable, keysOf, nearest } from "../../message/names";
import type { Argument, HandlePart, Invocation } from "../../message/template";
import type { MessageSubject, Part, Place, Watched } from "./subject";

/** Where a template names a variable. */
export interface Use {
  readonly name: string;
  readonly offset: number;
  readonly part: Part;
  readonly place: Place;
  /** What asks for it: a tag, a function, or the conditional that matches it. */
  readonly by: "tag" | "function" | "condition";
}

/** Whether a variable is filled, and if not, why. */
export type Filled =
  | { readonly is: "always" | "perhaps" }
  | Unfilled
  /** Of one of Datadog's reserved keys: there if the tag is. */
  | { readonly is: "tag"; readonly group: string };

export interface Unfilled {
  readonly is: "never";
  readonly because: "host" | "group" | "period" | "unknown" | "notified";
  readonly remedy: string;
}

/** What Datadog fills for every monitor. */
const VALUES = [
  "threshold",
  "warn_threshold",
  "alert_recovery_threshold",
  "warn_recovery_threshold",
  "ok_threshold",
  "comparator",
  "first_triggered_at",
  "first_triggered_at_epoch",
  "last_triggered_at",
  "last_triggered_at_epoch",
  "triggered_duration_sec",
];

/** The objects from which a monitor's event fills attributes: `{{log.attributes.key}}`. */
const OBJECTS: Readonly<Partial<Record<Watched, readonly string[]>>> = {
  process: ["process"],
  event: ["event"],
  log: ["log"],
  trace: ["span"],
  rum: ["rum"],
  error: ["issue", "span", "rum", "log"],
  audit: ["audit"],
  ci: ["cipipeline", "citest"],
  database: ["databasemonitoring"],
  quality: ["database", "schema", "table", "column", "entity"],
  synthetics: ["synthetics", "tag", "tags", "service", "test"],
};

/** "They are available in each alert", whatever the groups. */
const RESERVED_KEYS = ["device", "source", "service", "env", "version", "team"];

/** @see https://docs.datadoghq.com/monitors/types/slo/ */
const SLO_VALUES = ["timeframe", "short_window_burn_rate", "long_window_burn_rate"];

/** The values that a monitor fills, its own first. */
function valuesOf(watches: Watched): readonly string[] {
  const own = watches === "check" ? ["check_message"] : ["value", ...(watches === "slo" ? SLO_VALUES : [])];
  return [...own, ...VALUES];
}

/** @see https://docs.datadoghq.com/monitors/notify/variables/ */
export function filled(
  name: string,
  { groups, watches, notifiesBy }: Pick<MessageSubject, "groups" | "watches" | "notifiesBy">,
): Filled {
  const values = valuesOf(watches);
  if (values.includes(name)) return { is: "always" };
  const [first = "", ...rest] = keysOf(name);
  if (notifiesBy?.includes(first) === false && groups.includes(first)) {
    const remedy = notifiesBy.length === 0 ? "drop it" : `drop it, or add ${first} to notifyBies`;
    return { is: "never", because: "notified", remedy };
  }
  if (groups.includes(first) && rest.length > 0) return { is: rest.join(".") === "name" ? "always" : "perhaps" };
  if (OBJECTS[watches]?.includes(first) === true || first === "event") return { is: "perhaps" };
  if (watches === "composite" && /^[a-z]$/.test(first)) return { is: "perhaps" };
  if (first === "network_device" && groups.includes("device_ip")) return { is: "perhaps" };
  return unfilled(name, first, rest, { groups, watches }, values);
}

function unfilled(
  name: string,
  first: string,
  rest: readonly string[],
  { groups, watches }: Pick<MessageSubject, "groups" | "watches">,
  values: readonly string[],
): Filled {
  const add = watches === "composite" ? `say commonGroups: ["${first}"]` : `add ${first} to the query's groups`;
  const dotted = groups.find((group) => group.includes(".") && `${name}.`.startsWith(`${group}.`));
  if (dotted !== undefined) {
    const rest = name === dotted ? ".name" : name.slice(dotted.length);
    return { is: "never", because: "period", remedy: `write {{[${dotted}]${rest}}}` };
  }
  if (first === "host") {
    const remedy = groups.includes("host") ? "write {{host.name}}" : `${add}, or drop the variable`;
    return { is: "never", because: "host", remedy };
  }
  if (rest.length === 0) return { is: "never", because: "unknown", remedy: unknownRemedy(name, groups, values) };
  const group = nearest(first, groups);
  if (group !== undefined) {
    return { is: "never", because: "group", remedy: `did you mean {{${groupVariable(group)}}}?` };
  }
  if (RESERVED_KEYS.includes(first)) return { is: "tag", group: first };
  const otherwise = groups.includes("host")
    ? `write {{host.${name.replace(/\.name$/, "")}}} if it is the host's tag`
    : "drop the variable";
  return { is: "never", because: "group", remedy: `${add}, or ${otherwise}` };
}

function unknownRemedy(name: string, groups: readonly string[], values: readonly string[]): string {
  const block = BLOCK_NAMES.includes(name) ? name : undefined;
  if (block !== undefined) return `a conditional opens with {{#${block}}} and closes with {{/${block}}}`;
  if (groups.includes(name)) return `write {{${groupVariable(name)}}}`;
  const meant = nearest(name, [...values, ...groups.map(groupVariable)]);
  if (meant !== undefined) return `did you mean {{${meant}}}?`;
  return `use one of ${values.slice(0, 4).join(", ")}, or <group>.name of a group of the query`;
}

/** Every variable that the monitor's templates name, those of a loop over something else aside. */
export function usesOf(subject: MessageSubject): Use[] {
  return subject.parts.flatMap((part) => [...usesIn(part)]);
}

function* usesIn(part: Part): Generator<Use> {
  for (const place of part.places) {
    const { node, within } = place;
    // There, names are the element's.
    if (within.some(({ block }) => block.name === "each" || block.name === "with")) continue;
    const use = (by: Use["by"]) => (name: string, offset: number) => ({ name, offset, part, place, by });
    switch (node.kind) {
      case "variable":
        if (!node.name.startsWith("@") || node.name.includes(".")) yield use("tag")(node.name, node.offset);
        break;
      case "call":
        yield* inCall(node, use("function"));
        break;
      case "handle":
        yield* inHandle([...node.parts, ...(node.parameters ?? [])], use("tag"), use("function"));
        break;
      case "block":
      case "raw":
        yield* inCondition(node, use("condition"), use("function"));
    }
  }
}

type Maker = (name: string, offset: number) => Use;

function* inHandle(parts: readonly HandlePart[], tag: Maker, inFunction: Maker): Generator<Use> {
  for (const part of parts) {
    if (typeof part === "string") continue;
    if (part.kind === "variable") yield tag(part.name, part.offset);
    else yield* inCall(part, inFunction);
  }
}

function* inCall({ name, args }: Invocation, use: Maker): Generator<Use> {
  const [first] = args;
  if (first === undefined) return;
  if (name === "eval" && first.kind === "string") yield* inExpression(first, use);
  else if (name === "local_time" || name === "urlencode") yield* named(first, use);
}

function* inExpression(argument: Extract<Argument, { kind: "string" }>, use: Maker): Generator<Use> {
  try {
    for (const { kind, name, offset } of namesIn(parseExpression(argument.text))) {
      if (kind === "name") yield use(name, argument.offset + 1 + offset);
    }
  } catch (error) {
    // A rule of its own says so.
    if (!(error instanceof ExpressionSyntaxError)) throw error;
  }
}

function* inCondition({ name, args }: Invocation, use: Maker, inFunction: Maker): Generator<Use> {
  const [first] = args;
  if (first === undefined || name === "is_priority") return;
  if (first.kind === "expression") yield* inCall(first.inner, inFunction);
  else yield* named(first, use);
}

function* named(argument: Argument, use: Maker): Generator<Use> {
  if (argument.kind === "string") yield use(argument.text, argument.offset + 1);
  else if (argument.kind === "name") yield use(argument.name, argument.offset);
}
