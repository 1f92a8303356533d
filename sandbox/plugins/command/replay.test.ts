import { afterAll, beforeAll, expect, test } from "vitest";

import { Secret, type Properties, type Value } from "../rpc/value.js";
import { remoteCommand } from "./remote-command.js";
import recorded from "./recordings/steps.json" with { type: "json" };
import { programAt, type Declared, type Hosts } from "./replay-program.js";
import { generateKey, startServer, type TestServer } from "./ssh/test-server.js";
import { testCall, type TestCall } from "./test-call.js";

/**
 * The recorded program, step by step, against the stand-in. Steps were recorded in another order than they are listed
 * in; a step named "between" brings the stack where the next one was recorded from.
 */
const steps = ["1", "2", "3", "4", "5", "between", "fail-environment", "fail-hostkey", "fail-rsa-pin", "fail-login"];
const laterSteps = ["fail-port", "fail-bad-key", "proxy", "between", "6", "fail-command"];

interface Kept {
  readonly id: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
}

interface Shown {
  op: string;
  name: string;
  diffReasons?: readonly string[];
  detailedDiff: unknown;
}

const servers: TestServer[] = [];
let hosts: Hosts;

beforeAll(async () => {
  const key = generateKey();
  const options = { authorizedKey: key.public, authorizedUser: "admin" };
  const a = await startServer({ ...options, name: "sb1", hostKeyTypes: ["rsa", "ecdsa", "ed25519"] });
  const b = await startServer({ ...options, name: "sb2" });
  servers.push(a, b);
  hosts = {
    ports: [a.port, b.port],
    hostKeys: [a.hostKeys.ed25519 ?? "", b.hostKeys.ed25519 ?? ""],
    rsaHostKey: a.hostKeys.rsa ?? "",
    privateKey: key.private,
  };
});

afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()));
});

test("previews, states and diagnostics equal the official plugin's", async () => {
  const stack = new Map<string, Kept>();
  for (const step of [...steps, ...laterSteps]) {
    const { preview, diagnostics } = await up(stack, programAt(step, hosts));
    if (step === "between") continue;
    const official = recorded.find((r) => r.step === step);
    expect(sorted(preview), step).toEqual(sorted(official?.preview ?? []));
    expect(diagnostics, step).toEqual(withSortedLines(official?.diagnostics ?? {}));
    expect(shownState(stack, programAt(step, hosts)), step).toEqual(official?.state);
  }
});

/** What the engine does at `up`, for as much as concerns one plugin. */
async function up(stack: Map<string, Kept>, program: readonly Declared[]) {
  const preview: Shown[] = [];
  const diagnostics: Record<string, string[]> = {};
  const work = async (name: string, apply: (call: TestCall) => Promise<void>) => {
    const call = testCall(name);
    const said: string[] = [];
    await apply(call).catch((error: unknown) => said.push(`error: ${error instanceof Error ? error.message : ""}`));
    const lines = [...call.logged.map(([severity, message]) => `${severity}: ${message}`), ...said];
    if (lines.length > 0) diagnostics[name] = lines.flatMap((line) => line.trimEnd().split("\n")).sort();
  };

  for (const { name, inputs: declared } of program) {
    const old = stack.get(name);
    const checked = await remoteCommand.check({ oldInputs: old?.inputs ?? {}, inputs: declared }, testCall(name));
    const { inputs } = checked;
    const create = async (call: TestCall) => {
      stack.set(name, { ...(await remoteCommand.create({ inputs, preview: false }, call)), inputs });
    };
    if (!old) {
      preview.push({ op: "create", name, detailedDiff: null });
      await work(name, create);
      continue;
    }
    const request = { id: old.id, state: old.outputs, oldInputs: old.inputs, inputs };
    const difference = await remoteCommand.diff(request, testCall(name));
    if (!difference.changed) continue;
    const replaced = (difference.diffs ?? []).includes("triggers");
    const detailedDiff = shownDetails(replacedOnChange(difference.detailed ?? {}));
    preview.push({ op: replaced ? "replace" : "update", name, diffReasons: difference.diffs ?? [], detailedDiff });
    await work(name, async (call) => {
      if (replaced) {
        await create(call);
        await remoteCommand.delete({ id: old.id, state: old.outputs, oldInputs: old.inputs }, call);
      } else {
        const outputs = await remoteCommand.update?.({ ...request, preview: false }, call);
        stack.set(name, { id: old.id, inputs, outputs: outputs ?? {} });
      }
    });
  }

  for (const [name, { id, inputs, outputs }] of stack) {
    if (program.some((declared) => declared.name === name)) continue;
    preview.push({ op: "delete", name, detailedDiff: null });
    await work(name, async (call) => {
      await remoteCommand.delete({ id, state: outputs, oldInputs: inputs }, call);
      stack.delete(name);
    });
  }
  return { preview, diagnostics };
}

/** The SDK tells the engine that a change of a trigger replaces (`replaceOnChanges: ["triggers[*]"]`). */
function replacedOnChange(detailed: Readonly<Record<string, { kind: string }>>) {
  const kinds = Object.entries(detailed).map(([path, { kind }]) => {
    return [path, { kind: path.startsWith("triggers[") ? `${kind}-replace` : kind }];
  });
  return Object.fromEntries(kinds) as Record<string, { kind: string }>;
}

function shownDetails(detailed: Readonly<Record<string, { kind: string; inputDiff?: boolean }>>) {
  return Object.fromEntries(Object.entries(detailed).map(([path, change]) => [path, { inputDiff: false, ...change }]));
}

/** Neither the order of resources nor that of reasons is fixed. */
function sorted(preview: readonly Shown[]): Shown[] {
  const each = preview.map((shown) => ({
    ...shown,
    ...(shown.diffReasons && { diffReasons: [...shown.diffReasons].sort() }),
  }));
  return each.sort((a, b) => a.name.localeCompare(b.name));
}

/** stdout and stderr of a failed command come in any order. */
function withSortedLines(diagnostics: Readonly<Record<string, readonly string[] | undefined>>) {
  return Object.fromEntries(
    Object.entries(diagnostics).map(([name, lines]) => [
      name,
      (lines ?? []).map((line) => line.replace("HOST_A", "127.0.0.1")).sort(),
    ]),
  );
}

function shownState(stack: ReadonlyMap<string, Kept>, program: readonly Declared[]) {
  return Object.fromEntries(
    [...stack].map(([name, { inputs, outputs }]) => {
      const secret = program.find((declared) => declared.name === name)?.additionalSecretOutputs ?? [];
      return [name, { inputs: masked(inputs), outputs: masked(outputs, secret) }];
    }),
  );
}

function masked(properties: Properties, secret: readonly string[] = []): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [
      name,
      value instanceof Secret || secret.includes(name) ? "[secret]" : value,
    ]),
  );
}
