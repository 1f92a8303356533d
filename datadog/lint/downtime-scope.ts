import { depth, parseScope, parts, type Scope, ScopeSyntaxError } from "../schedule/scope";
import { type Definition, type Downtime, example } from "./downtime-definition";
import type { Rule } from "./rule";

const LIMITATIONS = "https://docs.datadoghq.com/monitors/downtimes/#downtime-scope-limitations";

type ScopeRule = Rule<Definition, Downtime>;
const scoped = (scope: string): Downtime => ({ ...example(), scope });

/** What people write who come from metrics' queries, and what it is here. */
const NOTATIONS: readonly (readonly [pattern: RegExp, problem: string, remedy: (scope: string) => string])[] = [
  [/^\s*\{.*\}\s*$/s, "braces", (scope) => `write ${scope.trim().slice(1, -1).trim()} without them`],
  [/\bIN\s*\(/i, "IN", (scope) => `write ${scope.replace(/([^\s(),]+)\s+(NOT\s+)?IN\s*\(([^()]*)\)/gi, listed)}`],
  [/&&|\|\|/, "&& or ||", (scope) => `write ${scope.replace(/\s*&&\s*/g, " AND ").replace(/\s*\|\|\s*/g, " OR ")}`],
  [/[^\s:(),]!?=[^\s]/, "=", (scope) => `write ${scope.replace(/([^\s:(),!=]+)!=/g, "NOT $1:").replace(/=/g, ":")}`],
  [/\$\w/, "dashboard's variable", () => "write the tag itself, such as env:prod"],
];

function listed(_: string, key: string, not: string | undefined, values: string): string {
  const several = values.split(",").map((value) => value.trim());
  if (not !== undefined) return several.map((value) => `NOT ${key}:${value}`).join(" AND ");
  return several.length === 1 ? `${key}:${several[0]}` : `${key}:(${several.join(" OR ")})`;
}

function notationOf({ scope = "" }: Downtime) {
  return NOTATIONS.find(([pattern]) => pattern.test(scope));
}

const notation: ScopeRule = {
  id: "downtime/scope-notation",
  verdict: "refused",
  because: "A downtime's scope is not written as a metric query's is: it has no IN, no braces, no && and ||, no =.",
  source: LIMITATIONS,
  passes: scoped("env:prod AND service:(a OR b)"),
  fails: scoped("env:prod AND service IN (a, b)"),
  *check({ downtime }) {
    const found = notationOf(downtime);
    if (found === undefined) return;
    const [, name, remedy] = found;
    yield { problem: `a downtime's scope has no ${name}`, remedy: remedy(downtime.scope ?? "") };
  },
};

const unreadable: ScopeRule = {
  id: "downtime/scope-syntax",
  verdict: "refused",
  because: "A downtime's scope is tags with AND, OR, NOT and brackets between them.",
  source: "https://docs.datadoghq.com/monitors/downtimes/#downtime-scope",
  passes: scoped("env:prod AND service:(web OR mail)"),
  fails: scoped("env:prod AND (service:web"),
  *check({ downtime }) {
    const { scope = "" } = downtime;
    if (scope.trim() === "" || notationOf(downtime) !== undefined) return;
    try {
      parseScope(scope);
    } catch (error) {
      if (!(error instanceof ScopeSyntaxError)) throw error;
      yield {
        problem: `the scope is none: ${error.message}`,
        remedy: "write such as env:prod AND service:(web OR mail)",
      };
    }
  },
};

const topLevelOr: ScopeRule = {
  id: "downtime/scope-top-level-or",
  verdict: "refused",
  because: "OR is between one key's values, or in brackets beside an AND; two scopes are two downtimes.",
  source: LIMITATIONS,
  passes: scoped("service:(web OR mail)"),
  fails: scoped("service:web OR host:db1"),
  *check({ downtime }) {
    if (scopeOf(downtime)?.kind !== "any") return;
    yield {
      problem: "the scope is one thing or another",
      remedy: "write one key's values, env:(a OR b), or two downtimes",
    };
  },
};

const DEEPEST = 2;

const nesting: ScopeRule = {
  id: "downtime/scope-nesting",
  verdict: "refused",
  because: "A scope's brackets are in each other twice at most.",
  source: LIMITATIONS,
  passes: scoped("env:lab AND (role:db OR (role:web AND zone:a))"),
  fails: scoped("env:lab AND (role:db OR (role:web AND (zone:a OR zone:b)))"),
  *check({ downtime }) {
    const scope = scopeOf(downtime);
    if (scope === undefined || depth(scope) <= DEEPEST) return;
    yield {
      problem: `brackets of the scope are ${depth(scope)} deep in each other`,
      remedy: "write it flatter, or two downtimes",
    };
  },
};

const negation: ScopeRule = {
  id: "downtime/scope-negation",
  verdict: "refused",
  because: "A tag is negated by itself, or one key's values with OR between them: nothing in brackets is.",
  source: LIMITATIONS,
  passes: scoped("NOT service:mail AND NOT service:web"),
  fails: scoped("service:(-mail OR -web)"),
  *check({ downtime }) {
    for (const { part, inBrackets } of partsOf(downtime)) {
      if (part.kind !== "not" || (!inBrackets && isNegatable(part.of))) continue;
      yield {
        problem: inBrackets
          ? "the scope negates in brackets"
          : "the scope negates brackets that are not one key's values",
        remedy: "write NOT before single tags, joined with AND, or -service:(a OR b)",
      };
      return;
    }
  },
};

/** A tag, or the values of one key with OR between them. */
function isNegatable(scope: Scope): boolean {
  if (scope.kind !== "group") return true;
  const { key, of } = scope;
  return key !== undefined && (of.kind === "tag" || (of.kind === "any" && of.of.every(({ kind }) => kind === "tag")));
}

const keyMissing: ScopeRule = {
  id: "downtime/scope-key-missing",
  verdict: "refused",
  because: "A scope's tags have keys.",
  source: LIMITATIONS,
  passes: scoped("env:lab"),
  fails: scoped("lab"),
  *check({ downtime }) {
    for (const tag of tagsOf(downtime)) {
      if (tag.key !== undefined || tag.value === "*") continue;
      yield { problem: `"${tag.value}" in the scope has no key`, remedy: `write key:value, such as env:${tag.value}` };
    }
  },
};

const keyCharacters: ScopeRule = {
  id: "downtime/scope-key-characters",
  verdict: "refused",
  because: "A key has letters, digits, `_`, `-`, `.`, `/` and `@`.",
  source: LIMITATIONS,
  passes: scoped("owner:ops"),
  fails: scoped("ow&ner:ops"),
  *check({ downtime }) {
    for (const { key } of tagsOf(downtime)) {
      if (key === undefined || /^[\w\-./@]+$/.test(key)) continue;
      yield { problem: `"${key}" is no key that a scope may have`, remedy: "use the key as Datadog shows it" };
    }
  },
};

const wildcard: ScopeRule = {
  id: "downtime/scope-wildcard",
  verdict: "refused",
  because: "`*` stands for any characters of a value; `?` stands for nothing.",
  source: LIMITATIONS,
  passes: scoped("service:mail*"),
  fails: scoped("service:mail?"),
  *check({ downtime }) {
    for (const { value } of tagsOf(downtime)) {
      if (!value.includes("?")) continue;
      yield { problem: `"${value}" in the scope has a ?, which is no wildcard`, remedy: "write *" };
    }
  },
};

const neverMatches: ScopeRule = {
  id: "downtime/scope-never-matches",
  verdict: "never-works",
  because: "All of the scope has to hold: a group with two values of one key is none.",
  source: "https://docs.datadoghq.com/monitors/downtimes/#downtime-scope",
  passes: scoped("env:(dev OR staging)"),
  fails: scoped("env:dev AND env:staging"),
  *check({ downtime }) {
    const scope = scopeOf(downtime);
    const together = scope?.kind === "all" ? scope.of : [];
    const values = new Map<string, string>();
    for (const part of together) {
      if (part.kind !== "tag" || part.key === undefined || part.value.includes("*")) continue;
      const other = values.get(part.key);
      values.set(part.key, part.value);
      if (other === undefined || other === part.value) continue;
      yield {
        problem: `no group has both ${part.key}:${other} and ${part.key}:${part.value}: nothing is muted`,
        remedy: `write ${part.key}:(${other} OR ${part.value})`,
      };
    }
  },
};

function scopeOf(downtime: Downtime): Scope | undefined {
  const { scope = "" } = downtime;
  if (notationOf(downtime) !== undefined) return undefined;
  try {
    return scope.trim() === "" ? undefined : parseScope(scope);
  } catch (error) {
    if (error instanceof ScopeSyntaxError) return undefined;
    throw error;
  }
}

function partsOf(downtime: Downtime) {
  const scope = scopeOf(downtime);
  return scope === undefined ? [] : [...parts(scope)];
}

function tagsOf(downtime: Downtime) {
  return partsOf(downtime).flatMap(({ part }) => (part.kind === "tag" ? [part] : []));
}

export const scopeRules: readonly ScopeRule[] = [
  notation,
  unreadable,
  topLevelOr,
  nesting,
  negation,
  keyMissing,
  keyCharacters,
  wildcard,
  neverMatches,
];
