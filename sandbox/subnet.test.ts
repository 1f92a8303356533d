import { expect, test } from "vitest";

import { freeSubnet } from "./subnet.js";

const all = Array.from({ length: 64 }, (_, index) => `10.89.${64 + index}.0/24`);

test("the same seed gets the same subnet, within the sandbox's range", () => {
  const subnet = freeSubnet([], "lookout-dev-0a1b2c");
  expect(freeSubnet([], "lookout-dev-0a1b2c")).toBe(subnet);
  expect(all).toContain(subnet);
});

test("a subnet that is routed is passed over, also when only one of its addresses is", () => {
  const [free = "", ...rest] = all;
  expect(freeSubnet(rest, "any")).toBe(free);
  expect(freeSubnet([...rest.slice(1), "10.89.65.7"], "any")).toBe(free);
});

test("a wider route takes all subnets in it", () => {
  expect(freeSubnet(["10.89.64.0/19"], "any")).toMatch(/^10\.89\.(9[6-9]|1[01]\d|12[0-7])\.0\/24$/);
  expect(() => freeSubnet(["10.0.0.0/8"], "any")).toThrow("podman network prune");
});

test("words and IPv6 routes among the taken ones are passed over", () => {
  expect(all).toContain(freeSubnet(["default", "fe80::/64", "192.0.2.0/24"], "any"));
});
