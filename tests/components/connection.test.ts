import * as pulumi from "@pulumi/pulumi";
import { unknown } from "@pulumi/pulumi/output.js";
import * as path from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { environment } from "../../components/environment/environment";
import type { MadeHost } from "../../components/environment/made-hosts";
import { pack } from "../../components/environment/pack";
import { Host } from "../../components/host/host";
import { ANY_HOST } from "./any-host";
import { recorded, registered, type Registration } from "./recorded";

const COMMAND = "command:remote:Command";
const CONFIG = {
  overlay: path.join(__dirname, "../plans/dev.overlay.yaml"),
  notify: ["@oncall@example.com"],
  agent: { version: "1:7.70.1-1" },
  hosts: [{ name: "db1" }],
};
const hostKey = `ssh-ed25519 ${"A".repeat(68)}`;

afterEach(() => {
  vi.restoreAllMocks();
});

/** The connection, and what its command reads. */
async function of(args: Partial<ConstructorParameters<typeof Host>[1]>) {
  const program = () => {
    const { privateKey, ...host } = ANY_HOST;
    new Host("db1", { ...host, hostKey, ...("privateKey" in args ? { privateKey } : {}), ...args }).command(
      "db1-package",
      { create: { files: [] }, delete: { files: [] } },
      {},
    );
    return Promise.resolve();
  };
  const [shown, held] = [await recorded(program), await registered(program)].map((all) =>
    all.find(({ type }) => type === COMMAND),
  ) as [Registration, Registration];
  return { shown: shown.inputs, held: held.inputs };
}

const said = (secret: unknown) => (secret as { value: unknown }).value;

test("each way to log in is the provider's own, and each secret is one", async () => {
  const { shown, held } = await of({
    ...{ privateKey: "k", privateKeyPassword: "p", password: "w" },
    bastion: { address: "192.0.2.9", port: 22, user: "jump", hostKey, password: "b" },
  });
  expect(shown.connection).toBe("[secret]");
  expect(said(held.connection)).toMatchObject({
    ...{ host: "192.0.2.1", user: "root", privateKey: "k", privateKeyPassword: "p", password: "w", hostKey },
    ...{ dialErrorLimit: 2, perDialTimeout: 8 },
    proxy: { host: "192.0.2.9", port: 22, user: "jump", password: "b", hostKey, dialErrorLimit: 2, perDialTimeout: 8 },
  });
});

test("the environment's agent is not named, so that its socket's path is no change; one at a path of its own is", async () => {
  const environments = await of({ sshAgent: true });
  expect(said(environments.held.connection)).toEqual({
    ...{ host: "192.0.2.1", port: 22, user: "root", hostKey, dialErrorLimit: 2, perDialTimeout: 8 },
  });
  const own = await of({ sshAgent: "/run/deploy/agent.sock" });
  expect(said(own.held.connection)).toMatchObject({ agentSocketPath: "/run/deploy/agent.sock" });
});

test("sudo's password is on a line of standard input, which is secret, and nowhere else", async () => {
  const { shown, held } = await of({ privateKey: "k", user: "ops", sudoPassword: pulumi.output("hunter2") });
  expect(shown.stdin).toBe("[secret]");
  const line = `sudo ${Buffer.from("hunter2").toString("base64")}`;
  expect((said(held.stdin) as string).split("\n")[0]).toBe(line);
  const { stdin, ...others } = held;
  expect(stdin).toBeDefined();
  expect(JSON.stringify(others)).not.toMatch(/hunter2|aHVudGVyMg/);
});

describe("a host's login", () => {
  const key = (whose: string) => `-----BEGIN OPENSSH PRIVATE KEY-----\n${whose}\n`;
  const connections = async (config: object) => {
    const all = await registered(environment(), { config: { ...CONFIG, ...config } });
    return all
      .filter(({ name }) => name.endsWith("-package"))
      .map(({ inputs }) => {
        const { connection, stdin } = inputs as { connection: object; stdin: { value: string } };
        return { ...("value" in connection ? (connection.value as object) : connection), stdin: stdin.value };
      });
  };

  test("is its own, whole, else everybody's; a bastion's is its own, else the host's", async () => {
    const bastion = { address: "192.0.2.9", hostKey };
    // The overlay has a host between.
    const [own, , shared] = await connections({
      ssh: { privateKey: key("all"), sudoPassword: "s" },
      hosts: [
        { name: "db1", user: "ops", password: "w", bastion: { ...bastion, sshAgent: true } },
        { name: "db3", address: "192.0.2.13", hostKey, user: "root", bastion },
      ],
    });
    expect(own).toMatchObject({
      password: "w",
      proxy: { host: "192.0.2.9" },
      stdin: expect.stringMatching(/^sudo cw==\n/) as string,
    });
    expect(own).not.toHaveProperty("privateKey");
    expect(own).not.toHaveProperty("proxy.password");
    // Root's needs no sudo.
    expect(shared).toMatchObject({
      proxy: { host: "192.0.2.9" },
      stdin: expect.stringMatching(/^secrets\n/) as string,
    });
    expect(shared).toHaveProperty("privateKey");
    expect(shared).toHaveProperty("proxy.privateKey");
  });
});

describe("hosts that the same program makes", () => {
  const cloud = (hosts: (address: pulumi.Output<string>) => MadeHost[], address: unknown) =>
    pack({
      name: "cloud",
      settings: { size: z.string().default("small") },
      hosts: ({ size }) =>
        hosts(pulumi.output(address as string).apply((one) => `${one}${size === "small" ? "" : size}`)),
    });
  const VM = { name: "vm1", hostKey: pulumi.output(hostKey), user: "ops", groups: ["db"] };
  const groups = { db: { databases: [{ type: "postgres" }], tags: ["role:db"] } };
  const plan = (hosts: Parameters<typeof cloud>[0], address: unknown, config: object = {}) => {
    const program = environment(cloud(hosts, address));
    const previewed = () => {
      // The mocks have no way to say it that comes with their configuration.
      (Reflect.get(pulumi.runtime, "_setIsDryRun") as (isPreview: boolean) => void)(address === unknown);
      return program();
    };
    return registered(previewed, { config: { ...CONFIG, groups, ...config } });
  };

  test("have their commands, groups and monitors as any host, the address where it is known", async () => {
    const made = await plan((address) => [{ ...VM, address }], "192.0.2.77");
    const commands = made.filter(({ type, name }) => type === COMMAND && name.startsWith("vm1-"));
    expect(commands.map(({ name }) => name)).toEqual(["vm1-configuration", "vm1-package", "vm1-postgres-role"]);
    for (const { inputs } of commands) {
      expect(said(inputs.connection)).toMatchObject({ host: "192.0.2.77", user: "ops", hostKey });
      expect((inputs.triggers as string[])[0]).toBe("192.0.2.77");
    }
    expect(JSON.stringify(made)).not.toMatch(/vm1\.invalid|not known yet/);
    expect(made.some(({ name }) => name === "postgres-connect")).toBe(true);
  });

  test("are planned before anything of them is known, a bastion's address too", async () => {
    const bastion = (address: pulumi.Output<string>) => ({ address, hostKey: address, privateKey: address });
    const made = await plan((address) => [{ ...VM, address, privateKey: address, bastion: bastion(address) }], unknown);
    const commands = made.filter(({ type, name }) => type === COMMAND && name.startsWith("vm1-"));
    expect(commands).toHaveLength(3);
    expect(JSON.stringify(commands)).not.toMatch(/vm1\.invalid|not known yet/);
    expect(commands[0]?.inputs.create).toMatch(/^set -- vm1 create vm1-/);
  });

  test("are held to what settings are, under the pack's name, with the file's mistakes beside", async () => {
    const error = await plan(
      (address) => [
        { ...VM, address, user: address },
        { ...VM, address, name: "vm2", prot: 22, bastion: { address, port: 70_000, hostKey } },
        { name: "vm3", address },
      ],
      "192.0.2.77",
      { lint: [{ rule: "x" }] },
    ).catch((caught: unknown) => caught as Error);
    const lines = (error as Error).message.split("\n");
    expect(lines[0]).toMatch(/^Pulumi\.dev\.yaml: \d mistakes?$/);
    const ofPack = lines.slice(lines.indexOf('the pack "cloud": 4 mistakes') + 1);
    expect(ofPack.map((line) => line.trim().split(" ")[0])).toEqual(
      expect.arrayContaining(["hosts[0].user", "hosts[1].prot", "hosts[1].bastion.port", "hosts[2].hostKey"]),
    );
    expect(ofPack.join("\n")).toMatch(
      /hosts\[0\]\.user\s+is an output, which a plan does not know; expected a plain value/,
    );
  });

  test("can't be in what an Agent's files say of a host's address", async () => {
    const integrations = [{ name: "elastic", instances: [{ url: "http://${host:address}:9200" }] }];
    await expect(plan((address) => [{ ...VM, address }], "192.0.2.77", { integrations })).rejects.toThrow(
      /the pack "cloud": 1 mistake\n {2}hosts\[0\]\.address is an output, and what its Agent has says \$\{host:address\}/,
    );
  });

  test("are not made by a stack whose hosts others manage", async () => {
    const made = vi.fn(() => []);
    const config = { ...CONFIG, env: "dev", manageHosts: false };
    await registered(environment(pack({ name: "cloud", settings: {}, hosts: made })), { config });
    expect(made).not.toHaveBeenCalled();
  });

  test("are enough for a stack", async () => {
    const overlay = undefined;
    const datadog = { apiKey: "a".repeat(32), appKey: "b".repeat(40) };
    const ssh = { sshAgent: true };
    const made = await plan((address) => [{ ...VM, address }], "192.0.2.77", {
      overlay,
      datadog,
      ssh,
      hosts: undefined,
    });
    expect(made.filter(({ name }) => name === "vm1-package")).toHaveLength(1);
  });
});
