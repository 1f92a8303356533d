import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, onTestFinished, test } from "vitest";

import { Ring } from "./ring.js";

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "ring-"));
  onTestFinished(() => {
    rmSync(made, { recursive: true });
  });
  return made;
}

test("with more than fits the oldest go, from memory and disk alike", () => {
  const place = folder();
  // Two entries a file, three files.
  const size = { parts: 3, partBytes: 10 };
  const ring = new Ring<string>(place, size);
  const dropped = Array.from("abcdefghijk", (letter) => ring.append([letter])).flat();
  expect(dropped).toEqual(["a", "b", "c", "d", "e", "f"]);
  expect([...ring.entries()]).toEqual(["g", "h", "i", "j", "k"]);
  expect(readdirSync(place)).toHaveLength(3);
  expect([...new Ring<string>(place, size).entries()]).toEqual([...ring.entries()]);
});

test("an entry that is larger than a file has one of its own", () => {
  const ring = new Ring<string>(folder(), { parts: 2, partBytes: 10 });
  ring.append(["a", "b".repeat(50), "c"]);
  expect([...ring.entries()]).toEqual(["b".repeat(50), "c"]);
});
