import type { Instance } from "../instance.js";
import { attempt, run } from "../command.js";

/** The instance's bridge; it has its address only while a host is running. */
export async function ensureNetwork({ prefix, subnet }: Instance): Promise<void> {
  if ((await attempt("podman", ["network", "exists", prefix])).exitCode === 0) return;
  // Hosts know each other from /etc/hosts: no DNS server to start, and none that asks the machine's own.
  await run("podman", ["network", "create", "--disable-dns", "--subnet", subnet, prefix]);
}

export async function removeNetwork({ prefix }: Instance): Promise<void> {
  if ((await attempt("podman", ["network", "exists", prefix])).exitCode !== 0) return;
  await run("podman", ["network", "rm", prefix]);
}

/**
 * Refuses an address that this machine does not route to the instance's own bridge: its packets would leave the machine.
 */
export async function assertOnOwnBridge({ prefix }: Instance, address: string): Promise<void> {
  const bridge = await bridgeOf(prefix);
  const device = await deviceTowards(address);
  if (bridge === undefined || device !== bridge) {
    throw new Error(
      `${address} is routed to ${device ?? "nowhere"}, not to the sandbox's bridge ${bridge ?? `of network ${prefix}`}; ` +
        "nothing was sent to it. Stop the sandbox and start it again",
    );
  }
}

async function bridgeOf(network: string): Promise<string | undefined> {
  const [description] = JSON.parse(await run("podman", ["network", "inspect", network])) as {
    network_interface?: string;
  }[];
  return description?.network_interface;
}

async function deviceTowards(address: string): Promise<string | undefined> {
  const { exitCode, stdout } = await attempt("ip", ["-j", "route", "get", address]);
  if (exitCode !== 0) return undefined;
  const [route] = JSON.parse(stdout) as { dev?: string; gateway?: string }[];
  return route?.gateway === undefined ? route?.dev : `${route.dev ?? "?"} via ${route.gateway}`;
}
