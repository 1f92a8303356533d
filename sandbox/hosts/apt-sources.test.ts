import { expect, test } from "vitest";

import { debianSources } from "./apt-sources.js";

const targets = [
  "http://mirror.example/debian/|trixie|main",
  "http://mirror.example/debian/|trixie-updates|main",
  "http://mirror.example/debian-security/|trixie-security|main",
  "http://mirror.example/debian-security/|trixie-security|main",
  "http://mirror.example/debian/|trixie|contrib",
  "https://vendor.example/apt/|vendor-trixie|main",
  "",
].join("\n");

test("the machine's Debian archives are said for another release, once each, and no vendor's", () => {
  expect(debianSources(targets, "trixie", "bookworm")).toEqual([
    "deb http://mirror.example/debian/ bookworm main",
    "deb http://mirror.example/debian/ bookworm-updates main",
    "deb http://mirror.example/debian-security/ bookworm-security main",
  ]);
});

test("a machine without Debian's archive has none", () => {
  expect(debianSources("https://vendor.example/apt/|noble|main", "trixie", "bookworm")).toEqual([]);
});
