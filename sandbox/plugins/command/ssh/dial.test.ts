import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import ssh2 from "ssh2";
import { afterEach, expect, test } from "vitest";

import type { Connection } from "../connection.js";
import { testCall, type TestCall } from "../test-call.js";
import { dial } from "./dial.js";
import { generateKey, startServer, type TestServer, type TestServerOptions } from "./test-server.js";

const key = generateKey();
const defaults = { user: "admin", dialErrorLimit: 0, perDialTimeout: 15 };
const closings: (() => unknown)[] = [];

afterEach(async () => {
  await Promise.all(closings.splice(0).map((close) => close()));
});

async function server(options: TestServerOptions = {}): Promise<TestServer> {
  const started = await startServer({ authorizedKey: key.public, ...options });
  closings.push(started.close);
  return started;
}

function to({ host, port }: TestServer, extra: Partial<Connection> = {}): Connection {
  return { ...defaults, host, port, privateKey: key.private, ...extra };
}

/** Logs in and out again. */
async function login(connection: Connection, call: TestCall = testCall()): Promise<void> {
  (await dial(connection, call)).close();
}

test("any host key is accepted where none is pinned, and the pinned one where it is the host's", async () => {
  const started = await server();
  await login(to(started));
  await login(to(started, { hostKey: `${started.hostKeys.ed25519 ?? ""} a comment` }));
  expect(started.logins()).toBe(2);
});

test("another host key than the pinned one is an error, and no login is tried", async () => {
  const started = await server();
  const hostKey = generateKey().public;
  await expect(login(to(started, { hostKey, dialErrorLimit: 1 }))).rejects.toThrow(
    "after 1 failed attempts: ssh: handshake failed: ssh: host key mismatch",
  );
  expect(started.logins()).toBe(0);
});

test("a pinned ssh-rsa key fails where the host offers RSA with SHA-2 only", async () => {
  const started = await server({ hostKeyTypes: ["rsa", "ed25519"] });
  await expect(login(to(started, { hostKey: started.hostKeys.rsa ?? "" }))).rejects.toThrow(
    "ssh: handshake failed: ssh: no common algorithm for host key; " +
      "we offered: [ssh-rsa], peer offered: [rsa-sha2-512 rsa-sha2-256 ssh-ed25519]",
  );
});

test("a text that is no key is an error before anything is dialed", async () => {
  const nowhere = { ...defaults, host: "127.0.0.1", port: 1 };
  await expect(login({ ...nowhere, privateKey: "not a key" })).rejects.toThrow(/^ssh: no key found$/);
  await expect(login({ ...nowhere, hostKey: "not a key" })).rejects.toThrow(
    /^failed to parse host key: ssh: no key found$/,
  );
  await expect(login({ ...nowhere, agentSocketPath: "/nonexistent" })).rejects.toThrow(
    /^dial unix \/nonexistent: connect: no such file or directory$/,
  );
});

test("a refused login names the methods that were tried", async () => {
  await expect(login(to(await server(), { privateKey: generateKey().private }))).rejects.toThrow(
    "ssh: unable to authenticate, attempted methods [none publickey], no supported methods remain",
  );
  await expect(login({ ...defaults, ...hostOf(await server()), password: "p" })).rejects.toThrow("methods [none], no");
});

function hostOf({ host, port }: TestServer) {
  return { host, port };
}

test("a password logs in, by either of SSH's ways", async () => {
  for (const method of ["password", "keyboard-interactive"] as const) {
    const started = await server({ password: "right", methods: [method] });
    await login({ ...defaults, ...hostOf(started), password: "right" });
    await expect(login({ ...defaults, ...hostOf(started), password: "wrong" })).rejects.toThrow(`[none ${method}]`);
  }
});

test("an encrypted key needs its password", async () => {
  const encrypted = ssh2.utils.generateKeyPairSync("ed25519", { passphrase: "right", cipher: "aes256-ctr", rounds: 1 });
  const connection = to(await server({ authorizedKey: encrypted.public }), { privateKey: encrypted.private });
  await login({ ...connection, privateKeyPassword: "right" });
  await expect(login({ ...connection, privateKeyPassword: "wrong" })).rejects.toThrow(
    "x509: decryption password incorrect",
  );
  await expect(login(connection)).rejects.toThrow("ssh: this private key is passphrase protected");
  await expect(login({ ...connection, privateKey: key.private, privateKeyPassword: "any" })).rejects.toThrow(
    "ssh: key is not password protected",
  );
});

test("an agent's key logs in", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "lookout-agent-"));
  closings.push(() => {
    rmSync(folder, { recursive: true });
  });
  const agentSocketPath = path.join(folder, "agent");
  const agent = spawn("ssh-agent", ["-D", "-a", agentSocketPath], { stdio: "ignore" });
  closings.push(() => agent.kill());
  await answers(agentSocketPath);
  const add = spawn("ssh-add", ["-q", "-"], { env: { ...process.env, SSH_AUTH_SOCK: agentSocketPath } });
  add.stdin.end(key.private);
  expect(await once(add, "close")).toEqual([0, null]);
  await login({ ...defaults, ...hostOf(await server()), agentSocketPath });
});

async function answers(socketPath: string): Promise<void> {
  for (;;) {
    const socket = connect(socketPath);
    const there = await new Promise((resolve) => {
      socket.once("connect", () => {
        resolve(true);
      });
      socket.once("error", () => {
        resolve(false);
      });
    });
    socket.destroy();
    if (there === true) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test("a refused connection is dialed again, with growing pauses, until the limit", async () => {
  const call = testCall();
  const started = Date.now();
  const connection = { ...defaults, host: "127.0.0.1", port: await closedPort(), dialErrorLimit: 2 };
  await expect(login(connection, call)).rejects.toThrow(
    `after 2 failed attempts: dial tcp 127.0.0.1:${connection.port}: connect: connection refused`,
  );
  expect(call.statuses).toEqual(["Dial 1/2 failed: retrying", "Dial 2/2 failed: retrying"]);
  expect(Date.now() - started).toBeGreaterThanOrEqual(240);
});

test("a canceled run ends an endless dialing", async () => {
  const canceled = new AbortController();
  const call = testCall("endless", canceled.signal);
  setTimeout(() => {
    canceled.abort();
  }, 150);
  const connection = { ...defaults, host: "127.0.0.1", port: await closedPort(), dialErrorLimit: -1 };
  await expect(login(connection, call)).rejects.toThrow("context canceled");
  expect(call.statuses[0]).toBe("Dial 1/inf failed: retrying");
});

test("a resource's timeout ends the dialing", async () => {
  const call = testCall("late", AbortSignal.timeout(150));
  const connection = { ...defaults, host: "127.0.0.1", port: await closedPort(), dialErrorLimit: -1 };
  await expect(login(connection, call)).rejects.toThrow("context deadline exceeded");
});

async function closedPort(): Promise<number> {
  const listener = createServer().listen(0, "127.0.0.1");
  await once(listener, "listening");
  const address = listener.address();
  listener.close();
  return typeof address === "object" && address ? address.port : 0;
}

test("a host that does not answer is given up after perDialTimeout", async () => {
  const port = await silentPort();
  const connection = { ...defaults, host: "127.0.0.1", port, perDialTimeout: 0.2 };
  await expect(login(connection)).rejects.toThrow(`dial tcp 127.0.0.1:${port}: i/o timeout`);
});

/** A listener that is stopped, with its queue full: the system drops what comes on top. */
async function silentPort(): Promise<number> {
  const script =
    'const s=require("net").createServer().listen({host:"127.0.0.1",port:0,backlog:1},()=>console.log(s.address().port))';
  const listener: ChildProcess = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "inherit"] });
  closings.push(() => listener.kill("SIGKILL"));
  if (!listener.stdout) throw new Error("no stdout");
  const [line] = (await once(listener.stdout, "data")) as [Buffer];
  listener.kill("SIGSTOP");
  const port = Number(line.toString());
  const filling: Socket[] = Array.from({ length: 8 }, () => connect(port, "127.0.0.1").on("error", () => undefined));
  closings.push(() => {
    for (const socket of filling) socket.destroy();
  });
  await Promise.race([once(filling[0] ?? listener, "connect"), once(listener, "close")]);
  return port;
}

test("a listener that speaks no SSH is an error", async () => {
  const listener = createServer((socket) => socket.end()).listen(0, "127.0.0.1");
  closings.push(() => listener.close());
  await once(listener, "listening");
  const address = listener.address();
  const port = typeof address === "object" && address ? address.port : 0;
  await expect(login({ ...defaults, host: "127.0.0.1", port })).rejects.toThrow("ssh: handshake failed: EOF");
});

test("a proxy is passed through, each host with its own pin", async () => {
  const proxy = await server();
  const target = await server();
  const pinned = (s: TestServer) => to(s, { hostKey: s.hostKeys.ed25519 ?? "" });
  await login({ ...pinned(target), proxy: pinned(proxy) });
  expect([proxy.logins(), target.logins()]).toEqual([1, 1]);

  await expect(login({ ...pinned(target), proxy: { ...pinned(proxy), hostKey: key.public } })).rejects.toThrow(
    "proxy: after 0 failed attempts: ssh: handshake failed: ssh: host key mismatch",
  );
  await expect(login({ ...pinned(target), hostKey: key.public, proxy: pinned(proxy) })).rejects.toThrow(
    "proxy: after 0 failed attempts: ssh: handshake failed: ssh: host key mismatch",
  );
});

test("a target that the proxy cannot reach is an error of the proxy", async () => {
  const proxy = to(await server());
  const target = { ...defaults, host: "127.0.0.1", port: await closedPort() };
  await expect(login({ ...target, proxy })).rejects.toThrow(/^proxy: after 0 failed attempts: ssh: rejected: /);
});
