import type { PolicyId } from "../../components/policies";
import { isObject } from "../../datadog/json/value";
import type { OwnRule } from "../rule";

const COMMAND = "command:remote:Command";
const OVER_SSH = [COMMAND, "command:remote:CopyToRemote", "command:remote:CopyFile"];

const connection = { host: "192.0.2.11", user: "root", privateKey: "[secret]" };
const HOST_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/** Whoever answers at a host's address. */
export const hostKey: OwnRule & { readonly id: PolicyId } = {
  id: "policy/host-key",
  level: "mandatory",
  because:
    "Without a pinned host key whoever answers at the address is believed, and handed the command and its secrets.",
  source: "https://www.pulumi.com/registry/packages/command/api-docs/remote/command/#connection",
  passes: { type: COMMAND, inputs: { connection: { ...connection, hostKey: HOST_KEY }, create: "uptime" } },
  fails: { type: COMMAND, inputs: { connection, create: "uptime" } },
  *check({ type, inputs }) {
    if (!OVER_SSH.includes(type) || !isObject(inputs.connection)) return;
    const { hostKey: key, proxy } = inputs.connection;
    const unpinned = [
      ...(isMissing(key) ? ["connection"] : []),
      ...(isObject(proxy) && isMissing(proxy.hostKey) ? ["connection.proxy"] : []),
    ];
    for (const place of unpinned) {
      yield {
        problem: `${place}.hostKey is not set: any host at the address is believed`,
        remedy: "set it to the line in the host's /etc/ssh/ssh_host_ed25519_key.pub",
      };
    }
  },
};

function isMissing(key: unknown): boolean {
  return key === undefined || key === null || key === "";
}
