import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { cachedFolder, folderFor } from "./cache.js";

let cache: string;

beforeEach(async () => {
  cache = await mkdtemp(path.join(tmpdir(), "lookout-cache-"));
});

afterEach(async () => {
  await rm(cache, { recursive: true });
});

test("a folder is made once", async () => {
  let made = 0;
  const make = async (folder: string) => {
    made++;
    await writeFile(path.join(folder, "file"), "content");
  };
  const folder = await cachedFolder(cache, "engine", ["v1"], make);
  expect(await cachedFolder(cache, "engine", ["v1"], make)).toBe(folder);
  expect(await readFile(path.join(folder, "file"), "utf8")).toBe("content");
  expect(made).toBe(1);
});

test("a failed build leaves nothing that counts as done", async () => {
  const failing = () => Promise.reject(new Error("no space left"));
  await expect(cachedFolder(cache, "engine", ["v1"], failing)).rejects.toThrow("no space left");
  expect(await readdir(path.join(cache, "engine"))).toEqual([]);
});

test("what an interrupted build left is removed by the next one", async () => {
  const pidOfNobody = 2 ** 22 + 1;
  await mkdir(path.join(cache, "engine", `0123.building-${pidOfNobody}`), { recursive: true });
  const folder = await cachedFolder(cache, "engine", ["v1"], () => Promise.resolve());
  expect(await readdir(path.join(cache, "engine"))).toEqual([path.basename(folder)]);
});

test("what another process makes is waited for; where that one fails it is made", async () => {
  const folder = folderFor(cache, "engine", ["v1"]);
  const other = spawn("sleep", ["60"]);
  await mkdir(`${folder}.building-${other.pid}`, { recursive: true });
  let made = 0;
  const make = () => {
    made += 1;
    return Promise.resolve();
  };
  const waiting = cachedFolder(cache, "engine", ["v1"], make);
  await mkdir(folder);
  expect([await waiting, made]).toEqual([folder, 0]);

  await rm(folder, { recursive: true });
  const inItsPlace = cachedFolder(cache, "engine", ["v1"], make);
  other.kill();
  await once(other, "close");
  expect([await inItsPlace, made]).toEqual([folder, 1]);
});

test("a recipe's parts are told apart also where they read the same in a row", () => {
  expect(folderFor(cache, "engine", ["ab", "c"])).not.toBe(folderFor(cache, "engine", ["a", "bc"]));
});
