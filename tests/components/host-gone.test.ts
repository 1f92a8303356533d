import { beforeEach, expect, test, vi } from "vitest";
import * as pulumi from "@pulumi/pulumi";
import { Host } from "../../components/host/host";
import { settingsSchema } from "../../components/environment/settings";
import { ANY_HOST } from "./any-host";
import { recorded, type Registration } from "./recorded";

const COMMAND = "command:remote:Command";
const COPY = "command:remote:CopyToRemote";
const HOST = { ...ANY_HOST, hostKey: "ssh-ed25519 AAAA" };

beforeEach(() => {
  vi.spyOn(pulumi.log, "warn").mockResolvedValue(undefined);
});

type Args = Partial<ConstructorParameters<typeof Host>[1]>;

const declared = (args: Args) =>
  recorded(() => {
    new Host("db1", { ...HOST, ...args }).command("db1-package", { create: { files: [] }, delete: { files: [] } }, {});
    return Promise.resolve();
  });

async function commandOn(args: Args): Promise<Registration> {
  const found = (await declared(args)).find(({ type }) => type === COMMAND);
  if (found === undefined) throw new Error("no command was declared");
  return found;
}

const copiesOn = async (args: Args) => (await declared(args)).filter(({ type }) => type === COPY);

// field/hosts.md 8
test("another `rebuilt` makes every command another one; without it nothing changes", async () => {
  expect((await commandOn({})).inputs.triggers).toEqual(["192.0.2.1"]);
  expect((await commandOn({ rebuilt: "2026-11-28" })).inputs.triggers).toEqual(["192.0.2.1", "2026-11-28"]);
});

// field/hosts.md 6
test("nothing of a host that is gone is changed, and a person is told what comes next", async () => {
  const { options } = await commandOn({ gone: true });
  expect(options.ignoreChanges).toEqual(["*"]);
  expect(options.retainOnDelete).toBe(true);
  expect(vi.mocked(pulumi.log.warn).mock.calls[0]?.[0]).toMatch(/^db1 is declared to be gone: .* take the host out/);
  const { options: plain } = await commandOn({});
  expect(plain.ignoreChanges).toEqual([]);
  expect(plain).not.toHaveProperty("retainOnDelete");
});

// The plugin copies where the file is another one, and never for another connection.
test.each([
  { address: "192.0.2.2" },
  { user: "ops" },
  { port: 2222 },
  { hostKey: "ssh-ed25519 BBBB" },
  { rebuilt: "x" },
])("the scripts are copied again where another home or machine is reached: %o", async (args) => {
  const triggers = async (all: Args) => (await copiesOn(all)).map(({ inputs }) => inputs.triggers);
  expect(await triggers(args)).not.toEqual(await triggers({}));
  expect(await triggers({ attempts: 5, privateKey: "another" })).toEqual(await triggers({}));
});

// A machine may be gone before a stack of an earlier version has its scripts copied.
test("nothing is copied to a host that is gone", async () => {
  expect(await copiesOn({ gone: true })).toEqual([]);
  expect(await copiesOn({})).toHaveLength(1);
});

// field/hosts.md 14
test.each([["20261128"], [20261128], [true], ["any text"]])("recheck takes %o as the text that it was", (recheck) => {
  expect(settingsSchema.shape.recheck.parse(recheck)).toBe(String(recheck));
});
