import { expect, test } from "vitest";
import { nearLimit } from "../../../settings/size";

/** Of so many bytes with the variable's name and its end. */
const ofBytes = (bytes: number) => "x".repeat(bytes - "PULUMI_CONFIG=".length - 1);

test.each([
  [98_303, []],
  [98_304, [/has 96 KiB, 75 % of what Linux lets a program be started with; put the hosts into a file of their own/]],
  [131_072, [/128 KiB, 100 % of/]],
  [131_073, [/no program with more than 128 KiB of it: an up ends with "argument list too long"; put the hosts/]],
])("a configuration of %i bytes", (bytes, expected) => {
  expect(nearLimit(ofBytes(bytes))).toEqual(expected.map((one) => expect.stringMatching(one) as string));
});

test("a character of several bytes counts as these", () => {
  expect(nearLimit("ü".repeat(49_200))).not.toEqual([]);
});
