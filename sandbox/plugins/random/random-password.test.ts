import { compareSync } from "bcryptjs";
import { expect, test } from "vitest";

import type { Call } from "../rpc/provider.js";
import { Secret, type Properties } from "../rpc/value.js";
import { randomPassword } from "./random-password.js";

const call: Call = {
  urn: "urn:pulumi:dev::test::random:index/randomPassword:RandomPassword::password",
  name: "password",
  signal: new AbortController().signal,
  log: () => undefined,
  status: () => undefined,
};

const created = (inputs: Properties) => randomPassword.create({ inputs, preview: false }, call);
const textOf = (value: unknown) => (value instanceof Secret && typeof value.value === "string" ? value.value : "");

// All else is compared with the official plugin's recordings, which hold no password.
test("the password is of the inputs' characters", async () => {
  const { outputs } = await created({ length: 12, special: true, overrideSpecial: "_.", upper: false });
  expect(textOf(outputs.result)).toMatch(/^[a-z0-9_.]{12}$/);
});

test("two passwords differ", async () => {
  const [one, other] = await Promise.all([created({ length: 32 }), created({ length: 32 })]);
  expect(textOf(one.outputs.result)).not.toBe(textOf(other.outputs.result));
});

test("the hash is that of the password", async () => {
  const { outputs } = await created({ length: 20 });
  expect(compareSync(textOf(outputs.result), textOf(outputs.bcryptHash))).toBe(true);
});
