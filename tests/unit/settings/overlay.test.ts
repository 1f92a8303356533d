import { expect, test } from "vitest";
import { overlaid } from "../../../settings/overlay";

test("maps are merged key by key and hosts by name, in the environment's order", () => {
  const base = { agent: { version: "1" }, hosts: [{ name: "a", tags: ["role:db"] }, { name: "b" }] };
  const over = {
    agent: { logLevel: "debug" },
    hosts: [
      { name: "b", address: "2" },
      { name: "a", address: "1" },
    ],
  };
  expect(overlaid(base, over)).toEqual({
    agent: { version: "1", logLevel: "debug" },
    hosts: [
      { name: "a", tags: ["role:db"], address: "1" },
      { name: "b", address: "2" },
    ],
  });
});

test("a list without names is replaced, and a host that the environment lacks is added", () => {
  expect(overlaid({ tags: ["a:b"], hosts: [] }, { tags: ["c:d"], hosts: [{ name: "a" }] })).toEqual({
    tags: ["c:d"],
    hosts: [{ name: "a" }],
  });
});
