import { hash } from "bcryptjs";

import { encodeInputs, type Attributes } from "../framework/encode.js";
import { isSame } from "../rpc/difference.js";
import type { Difference, ResourceType } from "../rpc/provider.js";
import { Secret, unknown, type Properties, type Value } from "../rpc/value.js";
import { generatePassword, type Recipe } from "./generate.js";
import { passwordFailures } from "./rules.js";

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

const attributes = {
  length: { kind: "number" },
  lower: { kind: "bool" },
  upper: { kind: "bool" },
  numeric: { kind: "bool" },
  number: { kind: "bool" },
  special: { kind: "bool" },
  minLower: { kind: "number" },
  minUpper: { kind: "number" },
  minNumeric: { kind: "number" },
  minSpecial: { kind: "number" },
  overrideSpecial: { kind: "string" },
  keepers: { kind: "map", of: { kind: "string" } },
} as const satisfies Attributes;

const inputNames = Object.keys(attributes);

/** Go's default. */
const bcryptCost = 10;

/** `random:index/randomPassword:RandomPassword`: made once, kept in state, made anew when any input changes. */
export const randomPassword: ResourceType = {
  check({ inputs }, call) {
    const encoded = encodeInputs(attributes, inputs);
    if (encoded.number !== undefined) {
      call.log(
        "warning",
        '[WARNING] property "number" is deprecated: **NOTE**: This is deprecated, use `numeric` instead.',
      );
    }
    return { inputs, failures: passwordFailures(encoded) };
  },

  diff({ state, inputs }): Difference {
    const now = planned(inputs);
    const diffs = inputNames.filter((name) => !isSame(state[name] ?? null, now[name] ?? null));
    // The official plugin's rule for this one asks for another password only once the value is known.
    const replaces = diffs.filter((name) => name !== "overrideSpecial" || now.overrideSpecial !== unknown);
    return { changed: diffs.length > 0, diffs, replaces };
  },

  /** For a preview alone, see `diff`. */
  update({ state, inputs }) {
    const { id = null } = state;
    return { ...planned(inputs), id, ...marked(state) };
  },

  async create({ inputs, preview }) {
    const now = planned(inputs);
    if (preview) return { id: "", outputs: { ...now, id: unknown, result: unknown, bcryptHash: unknown } };
    // Holds for inputs that passed the check.
    const password = generatePassword(now as unknown as Recipe);
    return { id: "none", outputs: { ...now, ...(await made(password)) } };
  },

  /** There is nowhere to look. An import's id is the password itself. */
  async read({ id, state, inputs }) {
    if (Object.keys(state).length > 0) return { id, outputs: { ...state, ...marked(state) }, inputs };
    const { lower, upper, numeric, special } = defaults;
    const imported = { length: id.length, lower, upper, numeric, number: numeric, special };
    return { id: "none", outputs: { ...planned(imported), ...(await made(id)) }, inputs: imported };
  },

  delete() {
    // A password is nowhere but in state.
  },
};

/** `number` is the old name of `numeric`; the official plugin keeps both in state. */
function planned(inputs: Properties): Properties {
  const encoded = encodeInputs(attributes, inputs);
  const numeric = encoded.numeric ?? encoded.number ?? defaults.numeric;
  return { ...defaults, ...encoded, numeric, number: numeric };
}

async function made(password: string): Promise<Properties> {
  // The same algorithm under the name that Go's library gives it.
  const bcryptHash = (await hash(password, bcryptCost)).replace(/^\$2b\$/, "$2a$$");
  const state = { id: "none", __meta: JSON.stringify({ schema_version: "3" }) };
  return { ...state, ...marked({ result: password, bcryptHash }) };
}

function marked(state: Properties): Properties {
  const secret = (value: Value | undefined): Secret => new Secret(value ?? null);
  return { result: secret(state.result), bcryptHash: secret(state.bcryptHash) };
}
