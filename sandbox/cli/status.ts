import { containerName, containerState } from "../hosts/container.js";
import type { Instance } from "../instance.js";
import { type Server, servers } from "./servers.js";

/** What of an instance runs. */
export interface Status {
  readonly instance: string;
  readonly folder: string;
  readonly subnet: string;
  readonly hosts: readonly { readonly name: string; readonly address: string; readonly state: string }[];
  readonly servers: readonly Server[];
}

export async function status(instance: Instance): Promise<Status> {
  const hosts = instance.hosts.map(async (host) => ({
    name: host.name,
    address: host.address,
    state: await containerState(containerName(instance, host)),
  }));
  return {
    instance: instance.name,
    folder: instance.folder,
    subnet: instance.subnet,
    hosts: await Promise.all(hosts),
    servers: servers(instance),
  };
}

export function statusLines(status: Status): string[] {
  return [
    `sandbox ${status.instance} in ${status.folder}, subnet ${status.subnet}`,
    ...status.hosts.map(({ name, address, state }) => `host    ${name.padEnd(12)} ${address}  ${state}`),
    ...status.servers.map(({ name, url, pid }) => {
      return `server  ${name.padEnd(12)} ${url}  ${pid === undefined ? "stopped" : `running, pid ${pid}`}`;
    }),
  ];
}
