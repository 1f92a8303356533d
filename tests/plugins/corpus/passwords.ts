import type { Properties } from "../../../sandbox/plugins/rpc/value.js";
import type { Case, Step } from "./case.js";
import { password } from "./specimens.js";

export const passwordCases: readonly Case[] = [
  one("length-alone", { length: 8 }),
  one("no-length", {}),
  one("length-of-nothing", { length: 0 }),
  one("length-below-zero", { length: -1 }),
  one("fraction", { length: 8.5 }),
  one("number-as-text", { length: "8" }),
  one("too-short-for-what-must-be-in-it", { length: 3, minLower: 2, minUpper: 2 }),
  one("nothing-to-choose-from", { length: 8, lower: false, upper: false, numeric: false, special: false }),
  one("digits-alone", { length: 8, lower: false, upper: false, special: false }),
  one("minimum-of-what-is-excluded", { length: 8, upper: false, minUpper: 1 }),
  one("old-name-of-numeric", { length: 8, number: false }),
  one("unknown-input", { length: 8, lenght: 9 }),
  one("keepers-of-other-types", { length: 8, keepers: { a: 1, b: true } }),
  changed("another-keeper", { length: 8, keepers: { version: "1" } }, { length: 8, keepers: { version: "2" } }),
  changed("default-written-out", { length: 8 }, { length: 8, lower: true, special: true, minLower: 0 }),
  course("import", [{ import: "a password-of_mine" }]),
  course("import-of-nothing", [{ import: "" }]),
];

function course(name: string, steps: readonly Step[]): Case {
  return { name: `password/${name}`, plugin: "random", type: password.type, steps };
}

function one(name: string, inputs: Properties): Case {
  return course(name, [{ up: inputs }]);
}

function changed(name: string, before: Properties, after: Properties): Case {
  return course(name, [{ given: before }, { up: after }, { refresh: true }, { delete: true }]);
}
