import { hash } from "bcryptjs";

import { isSame } from "../rpc/difference.js";
import type { CheckFailure, Difference, ResourceType } from "../rpc/provider.js";
import { hasUnknowns, Secret, unknown, withoutSecrets, type Properties, type Value } from "../rpc/value.js";
import { generatePassword, type Recipe } from "./generate.js";

/** What the official plugin takes for an input that is left out. */
const defaults = {
  lower: true,
  upper: true,
  numeric: true,
  special: true,
  minLower: 0,
  minUpper: 0,
  minNumeric: 0,
  minSpecial: 0,
};

/** Go's default. */
const bcryptCost = 10;

/** `random:index/randomPassword:RandomPassword`: made once, kept in state, made anew when any input changes. */
export const randomPassword: ResourceType = {
  check({ inputs }) {
    const failures = [...wrongTypes(inputs)];
    return { inputs, failures: failures.length > 0 ? failures : [...impossible(inputs)] };
  },

  diff({ state, inputs }): Difference {
    const now = withDefaults(inputs);
    const diffs = inputNames.filter((name) => !isSame(plain(state[name]), plain(now[name])));
    return { changed: diffs.length > 0, diffs, replaces: diffs };
  },

  async create({ inputs, preview }) {
    const outputs = { ...withDefaults(inputs), __meta: JSON.stringify({ schema_version: "3" }) };
    if (preview) {
      return {
        id: "",
        outputs: { ...outputs, id: unknown, result: new Secret(unknown), bcryptHash: new Secret(unknown) },
      };
    }
    const result = generatePassword(recipeOf(inputs));
    const bcryptHash = await hash(result, bcryptCost);
    return {
      id: "none",
      outputs: { ...outputs, id: "none", result: new Secret(result), bcryptHash: new Secret(bcryptHash) },
    };
  },

  read({ id, state, inputs }) {
    if (Object.keys(state).length === 0) {
      throw new Error("this local stand-in of pulumi-random does not import; install the official plugin");
    }
    return { id, outputs: state, inputs };
  },

  delete() {
    // A password is nowhere but in state.
  },
};

const inputTypes = {
  length: "number",
  lower: "boolean",
  upper: "boolean",
  numeric: "boolean",
  number: "boolean",
  special: "boolean",
  minLower: "number",
  minUpper: "number",
  minNumeric: "number",
  minSpecial: "number",
  overrideSpecial: "string",
  keepers: "object",
} as const;

const inputNames = Object.keys(inputTypes) as (keyof typeof inputTypes)[];

/** `number` is the old name of `numeric`; the official plugin keeps both in state. */
function withDefaults(inputs: Properties): Properties {
  const numeric = inputs.numeric ?? inputs.number ?? defaults.numeric;
  return { ...defaults, ...inputs, numeric, number: numeric };
}

/** A value that only became secret, or public, is no reason for another password. */
function plain(value: Value | undefined): Value {
  return withoutSecrets(value ?? null);
}

function* wrongTypes(inputs: Properties): Generator<CheckFailure> {
  if (inputs.length === undefined) yield { property: "length", reason: "missing; give the password's length" };
  for (const [property, value] of Object.entries(inputs)) {
    const expected = (inputTypes as Record<string, string>)[property];
    if (expected === undefined) {
      yield { property, reason: `unknown input; known are ${inputNames.join(", ")}` };
    } else if (!hasUnknowns(value) && typeof withoutSecrets(value) !== expected) {
      yield { property, reason: `must be of type ${expected}` };
    }
  }
}

function* impossible(inputs: Properties): Generator<CheckFailure> {
  if (hasUnknowns(inputs)) return;
  const recipe = recipeOf(inputs);
  if (recipe.length < 1) yield { property: "length", reason: `must be at least 1, got: ${recipe.length}` };
  const least = recipe.minLower + recipe.minUpper + recipe.minNumeric + recipe.minSpecial;
  if (recipe.length < least) {
    const sum = "minLower + minUpper + minNumeric + minSpecial";
    yield { property: "length", reason: `must be at least sum of ${sum} (${least}), got: ${recipe.length}` };
  }
  if (!recipe.lower && !recipe.upper && !recipe.numeric && !recipe.special) {
    yield { property: "", reason: "at least one of lower, upper, numeric and special must be true" };
  }
}

/** Holds for inputs of the right types, which `wrongTypes` sees to. */
function recipeOf(inputs: Properties): Recipe {
  return withoutSecrets(withDefaults(inputs)) as unknown as Recipe;
}
