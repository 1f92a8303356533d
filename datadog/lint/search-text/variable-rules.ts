import { closest } from "fastest-levenshtein";
import type { TemplateVariable } from "../dashboard/definition";
import { excerpt, type SearchExample, type SearchRule, type SearchSubject } from "./subject";

const VARIABLES = "https://docs.datadoghq.com/dashboards/template_variables/";
const CLUSTER: TemplateVariable = { name: "cluster", prefix: "cluster", defaults: ["*"] };
const page = (search: string, ...variables: TemplateVariable[]): SearchExample => ({
  search,
  in: "dashboard",
  variables: variables.length === 0 ? [CLUSTER] : variables,
});

/** Where a search has a template variable. */
interface Use {
  readonly offset: number;
  /** The key before it, of a whole value or the beginning of one; of a variable by itself, none. */
  readonly key?: string;
  readonly name: string;
  readonly variable?: TemplateVariable;
  /** What stands before it in its word. */
  readonly before: string;
  /** What stands behind its name: `.value`, `.value-*`. */
  readonly after: string;
}

function* usesIn({ parts, attributes, variables }: SearchSubject): Generator<Use> {
  const keys = new Map(attributes.flatMap(({ key, value }) => inBrackets(value).map((one) => [one, key] as const)));
  for (const part of parts) {
    if (part.kind !== "text") continue;
    const { text, offset } = part;
    for (const { index, 0: found } of text.matchAll(/(?<!\\)\$[A-Za-z_][A-Za-z0-9_.-]*/g)) {
      const rest = text.slice(index + 1);
      const variable = variables
        .filter(({ name }) => rest.startsWith(name) && !/^[A-Za-z0-9_]/.test(rest.slice(name.length)))
        .sort((one, other) => other.name.length - one.name.length)[0];
      const name = variable?.name ?? nameOf(found);
      const key = keys.get(part);
      yield {
        offset: offset + index,
        ...(key !== undefined && { key }),
        name,
        ...(variable && { variable }),
        before: text.slice(0, index),
        after: rest.slice(name.length),
      };
    }
  }
}

/** `env` of `$env.value-eu`; a sentence's period at the end is none of the name's. */
function nameOf(found: string): string {
  const name = found.slice(1).split(/\.(?:value|key)(?![A-Za-z0-9_])/, 1)[0] ?? "";
  let end = name.length;
  while (end > 0 && /[.-]/.test(name[end - 1] ?? "")) end--;
  return name.slice(0, end);
}

function inBrackets(value: SearchSubject["parts"][number]): SearchSubject["parts"][number][] {
  switch (value.kind) {
    case "group":
    case "not":
      return inBrackets(value.filter);
    case "all":
    case "any":
      return value.filters.flatMap(inBrackets);
    default:
      return [value];
  }
}

const undefinedVariable: SearchRule = {
  id: "search/undefined-template-variable",
  verdict: "never-works",
  because: "A variable that the dashboard does not define is searched for as it is written; monitors have none at all.",
  source: VARIABLES,
  passes: page("service:shop $cluster"),
  fails: page("service:shop $clutser"),
  *check(subject) {
    for (const { offset, name, variable, before } of usesIn(subject)) {
      // In the middle of a word, such as a path's, it may be what is looked for.
      if (variable !== undefined || before !== "") continue;
      if (subject.in === "monitor") {
        yield {
          offset,
          problem: `$${name} is a dashboard's variable: a monitor has none`,
          remedy: "write the term itself, such as env:dev; a word with $ in it, in quotes",
        };
      } else {
        const known = subject.variables.map((one) => one.name);
        const meant = known.length === 0 ? "" : `, or use $${closest(name, known)}`;
        yield { offset, problem: `$${name} is no template variable of this dashboard`, remedy: `define it${meant}` };
      }
    }
  },
};

const behindItsKey: SearchRule = {
  id: "search/variable-behind-its-key",
  verdict: "never-works",
  because:
    "$cluster is the variable's key and value: cluster:$cluster finds nothing as soon as somebody chooses a value.",
  source: "https://github.com/DataDog/integrations-core/pull/24704",
  passes: page("service:shop $cluster cluster_name:$cluster.value"),
  fails: page("service:shop cluster:$cluster"),
  *check(subject) {
    for (const { offset, key, name, variable, before, after } of usesIn(subject)) {
      const prefix = variable?.prefix ?? "";
      // The old event stream has all tags behind tags:.
      if (key === undefined || key === "tags" || prefix === "" || before !== "" || after !== "") continue;
      const remedy = key === prefix ? `write $${name}, or ${key}:$${name}.value` : `write ${key}:$${name}.value`;
      yield { offset, problem: `$${name} is ${prefix}:value already: ${key}:$${name} finds nothing`, remedy };
    }
  },
};

const wildcard: SearchRule = {
  id: "search/wildcard-behind-variable",
  verdict: "never-works",
  because: "A wildcard is not supported behind a template variable: nothing is found.",
  source: "https://github.com/DataDog/documentation/issues/18910",
  passes: page("cluster_name:$cluster.value"),
  fails: page("cluster_name:$cluster.value-*"),
  *check(subject) {
    for (const { offset, name, variable, after } of usesIn(subject)) {
      if (variable === undefined || !after.includes("*")) continue;
      yield {
        offset,
        problem: `the wildcard of "$${excerpt(`${name}${after}`)}" is not supported behind a variable`,
        remedy: "let the variable have the whole value, or let its reader choose with a wildcard",
      };
    }
  },
};

/** Of the template variables of dashboards. */
export const searchVariableRules: readonly SearchRule[] = [undefinedVariable, behindItsKey, wildcard];
