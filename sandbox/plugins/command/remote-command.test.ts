import { readFileSync } from "node:fs";

import { afterEach, expect, test, vi } from "vitest";

import { Secret, unknown, type Properties } from "../rpc/value.js";
import { remoteCommand } from "./remote-command.js";
import { connectTcp } from "./ssh/tcp.js";
import { generateKey, startServer, type TestServer, type TestServerOptions } from "./ssh/test-server.js";
import { testCall } from "./test-call.js";

const key = generateKey();
const servers: TestServer[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function server(options: TestServerOptions = {}): Promise<TestServer> {
  const started = await startServer({ authorizedKey: key.public, ...options });
  servers.push(started);
  return started;
}

function connectionTo({ host, port, hostKeys }: TestServer, extra: Properties = {}): Properties {
  const pin: Properties = hostKeys.ed25519 === undefined ? {} : { hostKey: hostKeys.ed25519 };
  return { host, port, user: "admin", privateKey: key.private, dialErrorLimit: 0, ...pin, ...extra };
}

async function create(inputs: Properties, call = testCall()) {
  const checked = await remoteCommand.check({ oldInputs: {}, inputs }, call);
  expect(checked.failures).toEqual([]);
  return (await remoteCommand.create({ inputs: checked.inputs, preview: false }, call)).outputs;
}

test("stdin reaches the script; one newline is cut off the end of what it prints", async () => {
  const connection = connectionTo(await server());
  const outputs = await create({ connection, create: "cat; printf 'a\\n\\n' >&2", stdin: new Secret("däta") });
  expect(outputs).toMatchObject({ stdout: "däta", stderr: "a\n" });
});

test("a large stdin and a large output arrive whole", async () => {
  const stdin = "0123456789abcdef\n".repeat(200_000);
  const outputs = await create({ connection: connectionTo(await server()), create: "cat", stdin });
  expect(outputs.stdout === stdin.trimEnd()).toBe(true);
});

test("a script that reads nothing ends, however much there is to read", async () => {
  const stdin = "x".repeat(3_000_000);
  const outputs = await create({ connection: connectionTo(await server()), create: "echo done", stdin });
  expect(outputs.stdout).toBe("done");
});

test("a failing script's error holds the whole command and all it printed", async () => {
  const script = 'echo "out"; echo\tthe reason >&2; exit 3';
  await expect(create({ connection: connectionTo(await server()), create: script })).rejects.toThrow(
    /^Process exited with status 3: running "echo \\"out\\"; echo\\tthe reason >&2; exit 3":\n/,
  );
});

test("a killed script's error names the signal", async () => {
  await expect(create({ connection: connectionTo(await server()), create: "kill -9 $$" })).rejects.toThrow(
    'Process exited with status 137 from signal KILL: running "kill -9 $$":\n',
  );
});

test("a connection that breaks while the script runs is an error", async () => {
  const started = await server();
  const call = testCall();
  const running = expect(
    create({ connection: connectionTo(started), create: "echo begun; exec sleep 60" }, call),
  ).rejects.toThrow(
    'wait: remote command exited without exit status or exit signal: running "echo begun; exec sleep 60":\nbegun\n',
  );
  await vi.waitFor(() => {
    expect(call.statuses).toEqual(["begun"]);
  });
  await started.close();
  servers.splice(0);
  await running;
});

test("a variable that sshd accepts reaches the script", async () => {
  const connection = connectionTo(await server({ acceptEnv: ["A"] }));
  expect(await create({ connection, create: 'echo "$A"', environment: { A: "value" } })).toMatchObject({
    stdout: "value",
  });
});

test("a variable that sshd refuses stops the command before it runs", async () => {
  const call = testCall();
  const connection = connectionTo(await server());
  await expect(create({ connection, create: "exit 9", environment: { A: "1" } }, call)).rejects.toThrow(
    'could not set environment variable "A": ssh: setenv failed',
  );
  expect(call.logged).toHaveLength(1);
  expect(call.logged[0]?.[0]).toBe("error");
});

test("lines are shown as they come, of the streams that `logging` names", async () => {
  const connection = connectionTo(await server());
  const shown = async (logging: string) => {
    const call = testCall();
    await create({ connection, create: "echo one; echo two; sleep 0.05; echo err >&2", logging }, call);
    return call.statuses;
  };
  expect(await shown("stdoutAndStderr")).toEqual(["one", "two", "err"]);
  expect(await shown("stdout")).toEqual(["one", "two"]);
  expect(await shown("stderr")).toEqual(["err"]);
  expect(await shown("none")).toEqual([]);
});

test("an update runs `update`, or else `create`, and is given the previous output where sshd takes it", async () => {
  const connection = connectionTo(await server({ acceptEnv: ["PULUMI_COMMAND_STDOUT"] }));
  const oldInputs = { connection, create: "echo first" };
  const state = await create(oldInputs);
  const update = async (script: Properties) => {
    const { inputs } = await remoteCommand.check({ oldInputs, inputs: { ...oldInputs, ...script } }, testCall());
    return remoteCommand.update?.({ id: "test1", state, oldInputs, inputs, preview: false }, testCall());
  };
  expect(await update({ update: 'echo "after $PULUMI_COMMAND_STDOUT"' })).toMatchObject({ stdout: "after first" });
  expect(await update({ create: "echo again" })).toMatchObject({ stdout: "again" });
});

test("delete runs with the old state's connection and stdin, and nothing runs where there is no delete", async () => {
  const started = await server();
  const state = await create({
    connection: connectionTo(started),
    create: "cat",
    delete: "read s; test $s = x",
    stdin: "x\n",
  });
  const remove = (state: Properties) => remoteCommand.delete({ id: "test1", state, oldInputs: {} }, testCall());
  await remove(state);
  expect(started.logins()).toBe(2);
  await expect(remove({ ...state, stdin: "y\n" })).rejects.toThrow("Process exited with status 1");
  await remove(Object.fromEntries(Object.entries(state).filter(([name]) => name !== "delete")));
  expect(started.logins()).toBe(3);
});

test("a preview connects to nothing and knows no output that will change", async () => {
  const inputs = { connection: { host: "127.0.0.1", port: 1 }, create: unknown };
  const created = await remoteCommand.create({ inputs, preview: true }, testCall());
  expect(created.outputs).toMatchObject({ create: unknown, stdout: unknown, stderr: unknown });

  const state = { connection: inputs.connection, create: "a", stdout: "old", stderr: "" };
  const update = (inputs: Properties) =>
    remoteCommand.update?.({ id: "x", state, oldInputs: {}, inputs, preview: true }, testCall());
  expect(await update({ connection: inputs.connection, create: "b" })).toMatchObject({ stdout: unknown });
  expect(await update({ connection: inputs.connection, create: "a", delete: "new" })).toMatchObject({ stdout: "old" });
});

test("a refresh reports the state as it is", async () => {
  const state = { create: "a", stdout: "old", stderr: "" };
  expect(await remoteCommand.read({ id: "x", state, inputs: { create: "a" } }, testCall())).toEqual({
    id: "x",
    outputs: state,
    inputs: { create: "a" },
  });
});

test("the connection and each credential become secret, with the official defaults", async () => {
  const inputs = { connection: { host: "h", privateKey: "k", proxy: { host: "p", password: "w" } } };
  const checked = await remoteCommand.check({ oldInputs: {}, inputs }, testCall());
  const defaults = { user: "root", port: 22, dialErrorLimit: 10, perDialTimeout: 15 };
  const proxy = { ...defaults, host: "p", password: new Secret("w") };
  expect(checked.inputs.connection).toEqual(new Secret({ ...defaults, host: "h", privateKey: new Secret("k"), proxy }));
});

test("inputs that the official plugin cannot decode are refused in its words", async () => {
  const reasons = async (inputs: Properties) => {
    const { failures } = await remoteCommand.check({ oldInputs: {}, inputs }, testCall());
    return failures?.map(({ property, reason }) => [property, reason]);
  };
  const connection = { host: "h" };
  expect(await reasons({})).toEqual([["connection", "Missing required field 'connection' on 'remote.CommandInputs'"]]);
  expect(await reasons({ connection, create: 1, crate: "x" })).toEqual([
    ["create", "Field 'create' on 'remote.CommandInputs' must be a 'string'; got 'float64' instead"],
    ["crate", "Unrecognized field 'crate' on 'remote.CommandInputs'"],
  ]);
  expect(await reasons({ connection: new Secret({ prot: 22 }) })).toEqual([
    [
      "connection",
      "An error occurred decoding 'CommandInputs.connection': 2 failures decoding:" +
        "\n\thost: Missing required field 'host' on 'remote.Connection'" +
        "\n\tprot: Unrecognized field 'prot' on 'remote.Connection'",
    ],
  ]);
  expect(await reasons({ connection, environment: { A: 1 } })).toEqual([
    [
      "environment[A] value",
      "Field 'environment[A] value' on 'remote.CommandInputs' must be a 'string'; got 'float64' instead",
    ],
  ]);
  expect(await reasons({ connection: unknown, create: new Secret(unknown), triggers: [unknown, 1] })).toEqual([]);
});

// field/plugins.md 4
test.each([
  ["before the command", "PULUMI_COMMAND_STDOUT=before: refused"],
  ["at the login", "login as admin by publickey"],
])("a connection that ends %s is an error, and nobody waits", async (_, lastEvent) => {
  const started = await server({
    observe: (event, connection) => {
      if (event.endsWith(lastEvent)) connection.end();
    },
  });
  const oldInputs = { connection: connectionTo(started), create: "true", delete: "true" };
  const state = { ...oldInputs, stdout: "before" };
  await expect(remoteCommand.delete({ id: "x", oldInputs, state }, testCall())).rejects.toThrow(
    /^(EOF: running "true":|EOF|ssh: )/,
  );
});

// field/faults.md 17
test("a host that goes away without a word is asked for a sign of life", async () => {
  const socket = await connectTcp({ ...(await server()), user: "admin", dialErrorLimit: 0, perDialTimeout: 15 });
  try {
    const port = socket.localPort?.toString(16).toUpperCase().padStart(4, "0") ?? "";
    // The kernel's own word: of the fields of a connection, `02:` is a keepalive timer.
    const line = readFileSync("/proc/net/tcp", "utf8")
      .split("\n")
      .find((one) => one.includes(`:${port} 0100007F:`));
    const [, ticks = ""] = / 02:([0-9A-F]{8}) /.exec(line ?? "") ?? [];
    // Hundredths of a second until the first; Node asks ten times, a second apart: 150 s, as by Go's dialer.
    expect(Math.round(parseInt(ticks, 16) / 100)).toBe(140);
  } finally {
    socket.destroy();
  }
});
