import { Temporal } from "@js-temporal/polyfill";
import { ExpressionSyntaxError, namesIn, parseExpression } from "../../message/expression";
import { FUNCTIONS } from "../../message/functions";
import { nearest } from "../../message/names";
import type { Argument, Block, Invocation, Raw } from "../../message/template";
import type { Mistake } from "../rule";
import { example, type MessageRule } from "./rules";
import { CONDITIONALS, EVALUATION, VARIABLES } from "./sources";
import { type MessageSubject, mistakeIn, type Part } from "./subject";

/** What may stand first in a tag with arguments. */
const HELPERS = ["eval", "local_time", "urlencode", "override_priority"];

/** Functions and conditionals with what they are given. */
export const functionRules: readonly MessageRule[] = [
  {
    id: "message/unknown-function",
    verdict: "never-works",
    because: "A tag with arguments is one of eval, local_time, urlencode and override_priority.",
    source: VARIABLES,
    passes: example('{{eval "int(value)"}} @oncall@example.com'),
    fails: example('{{evl "int(value)"}} @oncall@example.com'),
    *check(subject) {
      for (const { part, call, offset } of calls(subject)) {
        if (HELPERS.includes(call.name)) continue;
        const meant = nearest(call.name, HELPERS);
        const remedy = meant === undefined ? `use one of ${HELPERS.join(", ")}` : `did you mean ${meant}?`;
        yield mistakeIn(part, offset, `${call.name} is no function`, remedy);
      }
    },
  },
  {
    id: "message/evaluation",
    verdict: "never-works",
    because: "eval takes one expression in quotation marks: + - * / ^ %, and the functions that the page lists.",
    source: EVALUATION,
    passes: example('{{eval "round(value/1000, 1)"}} @oncall@example.com'),
    fails: example('{{eval "runde(value)"}} @oncall@example.com'),
    *check(subject) {
      for (const { part, call, offset } of calls(subject)) {
        if (call.name !== "eval") continue;
        const [argument, ...others] = call.args;
        if (argument?.kind === "string" && others.length === 0) yield* wrongExpression(part, argument);
        else
          yield mistakeIn(part, offset, "eval takes one expression", 'write it in quotation marks: {{eval "value/2"}}');
      }
    },
  },
  {
    id: "message/time-zone",
    verdict: "never-works",
    because: "local_time takes a variable's name and a name of the tz database, both in quotation marks.",
    source: `${VARIABLES}#local-time`,
    passes: example("since {{local_time 'last_triggered_at' 'Europe/Berlin'}} @oncall@example.com"),
    fails: example("since {{local_time 'last_triggered_at' 'Europe/Belrin'}} @oncall@example.com"),
    *check(subject) {
      for (const { part, call, offset } of calls(subject)) {
        if (call.name !== "local_time") continue;
        const [variable, zone, ...others] = call.args;
        if (variable?.kind !== "string" || zone?.kind !== "string" || others.length > 0) {
          const remedy = "write {{local_time 'last_triggered_at' 'Asia/Tokyo'}}";
          yield mistakeIn(part, offset, "local_time takes a variable and a time zone", remedy);
        } else if (!isTimeZone(zone.text)) {
          yield mistakeIn(part, zone.offset, `"${zone.text}" is no time zone`, "name one such as Europe/Berlin");
        }
      }
    },
  },
  {
    id: "message/priority",
    verdict: "never-works",
    because: "Priorities are 'P1' to 'P5'.",
    source: CONDITIONALS,
    passes: example("{{#is_priority 'P1'}}get up: {{/is_priority}}high @oncall@example.com"),
    fails: example("{{#is_priority 'P0'}}get up: {{/is_priority}}high @oncall@example.com"),
    *check(subject) {
      const overrides = calls(subject).filter(({ call }) => call.name === "override_priority");
      const tested = conditions(subject).filter(({ call }) => call.name === "is_priority");
      for (const { part, call, offset } of [...overrides, ...tested]) {
        const [priority, ...others] = call.args;
        if (priority?.kind === "string" && /^P[1-5]$/.test(priority.text) && others.length === 0) continue;
        yield mistakeIn(part, offset, `${call.name} takes a priority`, "write one of 'P1', 'P2', 'P3', 'P4', 'P5'");
      }
    },
  },
  {
    id: "message/nothing-to-match",
    verdict: "never-works",
    because: "is_match and is_exact_match take a variable and at least one string to find in it.",
    source: CONDITIONALS,
    passes: example('{{#is_exact_match "host.name" "db1"}}the first is {{/is_exact_match}}full @oncall@example.com'),
    fails: example('{{#is_exact_match "host.name"}}the first is {{/is_exact_match}}full @oncall@example.com'),
    *check(subject) {
      for (const { part, call, offset } of conditions(subject)) {
        if (!isMatch(call.name) || call.args.length >= 2) continue;
        const remedy = `write ${call.name} "host.name" "db"; an empty string asks for an empty variable`;
        yield mistakeIn(part, offset, `${call.name} has nothing to compare`, remedy);
      }
    },
  },
  {
    id: "message/unquoted-variable",
    verdict: "may-be-meant",
    because: "is_match finds its variable by a name in quotation marks; without them it did not work.",
    source: "https://github.com/DataDog/documentation/pull/2176",
    passes: example('{{#is_match "host.name" "db"}}a database is {{/is_match}}full @oncall@example.com'),
    fails: example('{{#is_match host.name "db"}}a database is {{/is_match}}full @oncall@example.com'),
    *check(subject) {
      // Of Synthetic tests, the documentation writes both.
      if (subject.watches === "synthetics") return;
      for (const { part, call } of conditions(subject)) {
        const [variable] = call.args;
        if (!isMatch(call.name) || variable?.kind !== "name") continue;
        yield mistakeIn(part, variable.offset, `${variable.name} has no quotation marks`, `write "${variable.name}"`);
      }
    },
  },
];

interface Applied {
  readonly part: Part;
  readonly call: Invocation;
  readonly offset: number;
}

/** The functions that are called, in handles and conditionals too. */
function calls({ parts }: MessageSubject): Applied[] {
  return parts.flatMap((part) =>
    part.places.flatMap(({ node }): Applied[] => {
      if (node.kind === "call") return [{ part, call: node, offset: node.offset }];
      if (node.kind === "handle") {
        return [...node.parts, ...(node.parameters ?? [])].flatMap((piece) =>
          typeof piece === "object" && piece.kind === "call" ? [{ part, call: piece, offset: piece.offset }] : [],
        );
      }
      return node.kind === "block" || node.kind === "raw" ? node.args.flatMap((a) => expression(part, a)) : [];
    }),
  );
}

function expression(part: Part, argument: Argument): Applied[] {
  return argument.kind === "expression" ? [{ part, call: argument.inner, offset: argument.offset }] : [];
}

function conditions({ parts }: MessageSubject): Applied[] {
  return parts.flatMap((part) =>
    part.places
      .map(({ node }) => node)
      .filter((node): node is Block | Raw => node.kind === "block" || node.kind === "raw")
      .map((node) => ({ part, call: node, offset: node.offset })),
  );
}

function isMatch(name: string): boolean {
  return name === "is_match" || name === "is_exact_match";
}

function* wrongExpression(part: Part, argument: Extract<Argument, { kind: "string" }>): Generator<Mistake> {
  const start = argument.offset + 1;
  try {
    for (const { kind, name, offset } of namesIn(parseExpression(argument.text))) {
      if (kind !== "call" || Object.hasOwn(FUNCTIONS, name)) continue;
      const meant = nearest(name, Object.keys(FUNCTIONS));
      const remedy = meant === undefined ? "use one that Datadog lists" : `did you mean ${meant}?`;
      yield mistakeIn(part, start + offset, `${name} is no function of eval`, remedy);
    }
  } catch (error) {
    if (!(error instanceof ExpressionSyntaxError)) throw error;
    yield mistakeIn(part, start + error.offset, `"${argument.text}" can't be calculated`, error.message);
  }
}

function isTimeZone(name: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
}
