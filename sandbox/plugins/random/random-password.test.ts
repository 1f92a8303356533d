import { compareSync } from "bcryptjs";
import { expect, test } from "vitest";

import type { Call } from "../rpc/provider.js";
import { Secret, unknown, type Properties } from "../rpc/value.js";
import { randomPassword } from "./random-password.js";
import recorded from "./recordings/password.json" with { type: "json" };

const call: Call = {
  urn: "urn:pulumi:dev::test::random:index/randomPassword:RandomPassword::password",
  name: "password",
  signal: new AbortController().signal,
  log: () => undefined,
  status: () => undefined,
};

const created = (inputs: Properties) => randomPassword.create({ inputs, preview: false }, call);
const textOf = (value: unknown) => (value instanceof Secret && typeof value.value === "string" ? value.value : "");

test("the state equals the official plugin's, save for what its bridge keeps for itself", async () => {
  const { id, outputs } = await created(recorded.created.inputs);
  const { __pulumi_raw_state_delta: bridge, ...official } = recorded.created.outputs;
  expect(bridge).toBeDefined();
  const shown = Object.entries(outputs).map(([name, value]) => [name, value instanceof Secret ? "[secret]" : value]);
  expect(Object.fromEntries(shown)).toEqual(official);
  expect(id).toBe("none");
});

test("a changed keeper is reported as the official plugin reports it: a new password, no detailed diff", async () => {
  const state = recorded.created.outputs as unknown as Properties;
  const { inputs } = recorded.updated;
  const difference = await randomPassword.diff({ id: "none", state, oldInputs: recorded.created.inputs, inputs }, call);
  expect(difference).toEqual({
    changed: true,
    diffs: recorded.change.diffReasons,
    replaces: recorded.change.replaceReasons,
  });
});

test("unchanged inputs change nothing, and neither does a default that is written out", async () => {
  const inputs = { ...recorded.created.inputs, lower: true };
  const state = recorded.created.outputs as unknown as Properties;
  expect(await randomPassword.diff({ id: "none", state, oldInputs: {}, inputs }, call)).toMatchObject({
    changed: false,
  });
});

test("the password is of the inputs' characters", async () => {
  const { outputs } = await created({ length: 12, special: true, overrideSpecial: "_.", upper: false });
  expect(textOf(outputs.result)).toMatch(/^[a-z0-9_.]{12}$/);
});

test("an input that only becomes secret changes nothing", async () => {
  const { outputs: state } = await created({ length: 8 });
  const inputs = { length: new Secret(8) };
  expect(await randomPassword.diff({ id: "none", state, oldInputs: {}, inputs }, call)).toMatchObject({
    changed: false,
  });
});

test("the hash is that of the password", async () => {
  const { outputs } = await created({ length: 20 });
  expect(compareSync(textOf(outputs.result), textOf(outputs.bcryptHash))).toBe(true);
});

test("a preview makes no password", async () => {
  const { outputs } = await randomPassword.create({ inputs: { length: 8 }, preview: true }, call);
  expect(outputs).toMatchObject({ length: 8, result: new Secret(unknown), bcryptHash: new Secret(unknown) });
});

test("inputs that cannot make a password are refused, each at its property", async () => {
  const properties = async (inputs: Properties) =>
    ((await randomPassword.check({ oldInputs: {}, inputs }, call)).failures ?? []).map(({ property }) => property);
  expect(await properties({})).toEqual(["length"]);
  expect(await properties({ length: "8", lenght: 8 })).toEqual(["length", "lenght"]);
  expect(await properties({ length: 3, minLower: 2, minUpper: 2 })).toEqual(["length"]);
  expect(await properties({ length: 8, lower: false, upper: false, numeric: false, special: false })).toEqual([""]);
  expect(await properties({ length: unknown, keepers: { a: new Secret("b") } })).toEqual([]);
});
