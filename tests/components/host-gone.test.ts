import { beforeEach, expect, test, vi } from "vitest";
import * as pulumi from "@pulumi/pulumi";
import { Host } from "../../components/host/host";
import { settingsSchema } from "../../components/environment/settings";
import { ANY_HOST } from "./any-host";
import { recorded, type Registration } from "./recorded";

const COMMAND = "command:remote:Command";
const HOST = { ...ANY_HOST, hostKey: "ssh-ed25519 AAAA" };

beforeEach(() => {
  vi.spyOn(pulumi.log, "warn").mockResolvedValue(undefined);
});

async function commandOn(args: Partial<ConstructorParameters<typeof Host>[1]>): Promise<Registration> {
  const registrations = await recorded(() => {
    new Host("db1", { ...HOST, ...args }).command("db1-package", { create: { files: [] }, delete: { files: [] } }, {});
    return Promise.resolve();
  });
  const found = registrations.find(({ type }) => type === COMMAND);
  if (found === undefined) throw new Error("no command was declared");
  return found;
}

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

// field/hosts.md 14
test.each([["20261128"], [20261128], [true], ["any text"]])("recheck takes %o as the text that it was", (recheck) => {
  expect(settingsSchema.shape.recheck.parse(recheck)).toBe(String(recheck));
});
