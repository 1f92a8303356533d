import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import ssh2 from "ssh2";
import { afterEach, expect, test } from "vitest";
import { askHost, askHosts } from "../../../../cli/drift/ask";
import type { Connection } from "../../../../cli/drift/login";
import type { Question, Row } from "../../../../cli/drift/row";
import {
  generateKey,
  startServer,
  type TestServer,
  type TestServerOptions,
} from "../../../../sandbox/plugins/command/ssh/test-server.js";

const key = generateKey();
const closings: (() => Promise<void>)[] = [];

afterEach(async () => {
  await Promise.all(closings.splice(0).map((close) => close()));
});

const FOUND: Row = { host: "db1", what: "x", verdict: "drift", declared: "a", found: "b" };
/** One line, as facts.sh ends what it prints. */
const ANSWER = `lookout ran: ${gzipSync("fact\tb\n").toString("base64")}\n`;
const QUESTION: Question = {
  ...{ name: "db1-x", of: "the Agent", script: { files: [] }, secrets: { password: "hunter2" } },
  rows: (facts) => facts.map(([, found = ""]) => ({ ...FOUND, found })),
};

/** A host that answers what it is asked, once all of the input was read. */
async function host(run: TestServerOptions["run"] = answer(ANSWER)): Promise<TestServer> {
  const started = await startServer({ authorizedKey: key.public, run });
  closings.push(started.close);
  return started;
}

function answer(stdout: string, stderr = "", code = 0): NonNullable<TestServerOptions["run"]> {
  return (_, channel) => {
    channel.stdin.resume().on("end", () => {
      channel.stderr.write(stderr);
      channel.stdout.write(stdout);
      channel.exit(code);
      channel.end();
    });
  };
}

const at = ({ port, hostKeys }: TestServer, over: Partial<Connection> = {}): Connection => ({
  ...{ host: "127.0.0.1", port, user: "ops", privateKey: key.private, hostKey: hostKeys.ed25519 ?? "" },
  ...over,
});

const ask = (connection: Connection) => askHost({ host: "db1", connection, questions: [QUESTION] });

test("a host's answer becomes rows, through a bastion too", async () => {
  const [target, bastion] = [await host(), await host()];
  expect(await ask(at(target))).toEqual([FOUND]);
  expect(await ask(at(target, { proxy: at(bastion) }))).toEqual([FOUND]);
  expect([target.logins(), bastion.logins()]).toEqual([2, 1]);
});

test("every way in which an up logs in is drift's, too", async () => {
  const locked = ssh2.utils.generateKeyPairSync("ed25519", { passphrase: "right", cipher: "aes256-ctr", rounds: 1 });
  const closed = await startServer({ authorizedKey: locked.public, run: answer(ANSWER) });
  const asking = async (method: "password" | "keyboard-interactive") =>
    startServer({ password: "right", methods: [method], run: answer(ANSWER) });
  const [direct, interactive] = [await asking("password"), await asking("keyboard-interactive")];
  closings.push(closed.close, direct.close, interactive.close);
  const keyless = { host: "127.0.0.1", user: "ops", ...hostOf(direct) };

  const passphrase = { privateKey: locked.private, privateKeyPassword: "right" };
  expect(await ask(at(closed, passphrase))).toEqual([FOUND]);
  expect(await ask({ ...keyless, password: "right" })).toEqual([FOUND]);
  expect(await ask({ ...keyless, ...hostOf(interactive), password: "right" })).toEqual([FOUND]);
  expect(await ask(at(closed, { ...passphrase, proxy: { ...keyless, password: "right" } }))).toEqual([FOUND]);

  const wrong: [Connection, RegExp][] = [
    [at(closed, { privateKey: locked.private }), /privateKey has a passphrase; set privateKeyPassword to it/],
    [at(closed, { ...passphrase, privateKeyPassword: "wrong" }), /privateKeyPassword does not open privateKey/],
    [{ ...keyless, password: "wrong" }, /the login was refused; check the user, and the password, and that/],
    [{ ...keyless, agentSocketPath: "/nowhere/agent" }, /no SSH agent answers at the socket|the login was refused/],
  ];
  for (const [connection, reason] of wrong) {
    expect((await ask(connection))[0]?.found).toMatch(reason);
  }
});

const hostOf = ({ port, hostKeys }: TestServer) => ({ port, hostKey: hostKeys.ed25519 ?? "" });

async function closedPort(): Promise<number> {
  const listener = createServer().listen(0, "127.0.0.1");
  await once(listener, "listening");
  const { port } = listener.address() as AddressInfo;
  listener.close();
  return port;
}

test("a host that can't be reached is a row with the reason and the remedy, not a crash", async () => {
  const real = await host();
  const cases: [Connection, RegExp][] = [
    [at(real, { port: await closedPort() }), /^\(ops@127.0.0.1:\d+\): nothing listens there; check that sshd runs/],
    [at(real, { hostKey: generateKey().public }), /the host shows another key than the pinned one/],
    [at(real, { hostKey: generateKey("ecdsa").public }), /does not offer the pinned kind of key/],
    [at(real, { privateKey: generateKey().private }), /the login was refused; check the user/],
    [at(real, { privateKey: "none" }), /ssh.privateKey can't be read/],
    [at(real, { proxy: at(real, { port: await closedPort() }) }), /of the bastion: nothing listens there/],
    [at(real, { port: await closedPort(), proxy: at(real) }), /the bastion can't reach it/],
  ];
  for (const [connection, reason] of cases) {
    const rows = await ask(connection);
    expect(rows).toMatchObject([{ host: "db1", what: "the host", verdict: "unknown" }]);
    expect(rows[0]?.found).toMatch(reason);
    expect(rows[0]?.found).not.toMatch(/pulumi up/);
  }
});

test("a script that fails says so in its own words; one that did not run, by what was printed", async () => {
  const words = "a notice\ndb1: the server does not answer. Then run: pulumi up\n";
  expect(await ask(at(await host(answer("", words, 1))))).toMatchObject([
    { what: "the Agent", verdict: "unknown", found: "the server does not answer" },
  ]);
  expect(await ask(at(await host(answer("This account is disabled.\n"))))).toMatchObject(
    [
      {
        verdict: "unknown",
        found: /did not run the script to its end \(exit code 0; last printed: This account is disab/,
      },
    ].map((one) => ({ ...one, found: expect.stringMatching(one.found) as string })),
  );
});

test("a host that drops the connection meanwhile is a row", async () => {
  const dropping = await host((_, __, connection) => {
    connection.end();
  });
  expect(await ask(at(dropping))).toMatchObject([{ what: "the host", verdict: "unknown" }]);
});

test("no secret is in what is run on the host", async () => {
  const commands: string[] = [];
  const listening = await host((command, channel, connection) => {
    commands.push(command);
    answer(ANSWER)(command, channel, connection);
  });
  await ask(at(listening));
  expect(commands.join("")).not.toMatch(/hunter2|aHVudGVyMg/);
});

test("a hundred hosts are asked in less than a minute, twenty at once", async () => {
  const one = await host();
  const began = performance.now();
  const hosts = Array.from({ length: 100 }, () => ({ host: "db1", connection: at(one), questions: [QUESTION] }));
  expect(await askHosts(hosts)).toHaveLength(100);
  expect(performance.now() - began).toBeLessThan(60_000);
}, 120_000);
