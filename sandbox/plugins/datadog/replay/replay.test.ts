import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";

import type { Difference } from "../../rpc/provider.js";
import { isObject, type Properties } from "../../rpc/value.js";
import { program } from "../recordings/program.js";
import { Engine, type Kept, type Program } from "./engine.js";
import { Stub, type RecordedRequest } from "./stub.js";

const declared: Program = (idOf) => program(false, idOf);
const changed: Program = (idOf) => program(true, idOf);

/** The recorded runs: each begins with the keys' validation. */
const runs = (recorded("requests.json") as RecordedRequest[]).reduce<RecordedRequest[][]>((all, request) => {
  if (request.path === "/api/v1/validate") all.push([]);
  all.at(-1)?.push(request);
  return all;
}, []);

let stub: Stub;
let state: Kept[] = [];

beforeAll(async () => {
  stub = await Stub.start();
});

afterAll(() => stub.stop());

test("create sends what the official plugin sent, and keeps what it kept", async () => {
  state = await (await Engine.configured(stub.url)).up(declared);
  expectRequests(runs[0]);
  expectState("state-created.json");
});

test("a preview without change validates each monitor and is silent", async () => {
  const differences = await (await Engine.configured(stub.url)).preview(declared, state);
  expectRequests(runs[1]);
  expectNoDifference(differences);
});

test("a refresh reads each resource once and is silent", async () => {
  const differences = await (await Engine.configured(stub.url)).refresh(state);
  expectRequests(runs[2]);
  expectNoDifference(differences);
});

test("a preview of a change names the changed properties", async () => {
  const differences = await (await Engine.configured(stub.url)).preview(changed, state);
  expectRequests(runs[3]);
  for (const { name, diffReasons, detailedDiff } of recorded("preview-of-change.json") as RecordedDifference[]) {
    const { diffs, detailed } = differences.get(name) ?? { diffs: [] };
    expect(diffs, name).toEqual(diffReasons);
    expect(withInputDiff(detailed), name).toEqual(detailedDiff);
    differences.delete(name);
  }
  expectNoDifference(differences);
});

test("an update sends what the official plugin sent, and keeps what it kept", async () => {
  state = await (await Engine.configured(stub.url)).up(changed, state);
  expectRequests(runs[5]);
  expectState("state-updated.json");
});

test("destroy deletes each resource", async () => {
  await (await Engine.configured(stub.url)).destroy(state);
  expectRequests(runs[6]);
  expect([...stub.objects.keys()]).toEqual([]);
});

interface RecordedDifference {
  readonly name: string;
  readonly diffReasons: string[];
  readonly detailedDiff: Properties | null;
}

/** Resources that do not depend on each other have no order. */
function expectRequests(run: RecordedRequest[] = []): void {
  expect(sorted(stub.takeRequests())).toEqual(sorted(run));
}

function sorted(requests: readonly RecordedRequest[]): RecordedRequest[] {
  return [...requests].sort((a, b) => (subject(a) < subject(b) ? -1 : 1));
}

/** What a request is about. */
function subject({ method, path, body = {} }: RecordedRequest): string {
  const attributes = isObject(body.data) && isObject(body.data.attributes) ? body.data.attributes : {};
  return JSON.stringify([method, path, body.name, body.title, attributes.scope]);
}

function expectState(file: string): void {
  const byName = (resources: readonly Kept[]): Map<string, Kept> => new Map(resources.map((one) => [one.name, one]));
  expect(byName(state)).toEqual(byName(recorded(file) as Kept[]));
}

function expectNoDifference(differences: ReadonlyMap<string, Difference>): void {
  expect([...differences].filter(([, difference]) => difference.changed)).toEqual([]);
}

/** The preview prints the default as well. */
function withInputDiff(detailed: Difference["detailed"]): unknown {
  if (!detailed) return null;
  return Object.fromEntries(Object.entries(detailed).map(([path, change]) => [path, { inputDiff: false, ...change }]));
}

function recorded(file: string): unknown {
  return JSON.parse(readFileSync(new URL(`../recordings/${file}`, import.meta.url), "utf8"));
}
