import { v1 } from "@datadog/datadog-api-client";
import type { Keys } from "../../components/access/keys";
import { clientConfiguration } from "../datadog/client";

/** A monitor as far as its alerts go. */
export interface Watching {
  readonly name?: string | undefined;
  readonly overallState?: string | undefined;
  readonly state?: { readonly groups?: Readonly<Record<string, { readonly status?: string | undefined }>> } | undefined;
}

/** What alerts now, of the monitors that have a tag. @param mark the tag. */
export async function alertsNow(keys: Keys, mark: string, hosts: ReadonlySet<string>): Promise<string[]> {
  const api = new v1.MonitorsApi(clientConfiguration(keys));
  const found: string[] = [];
  for await (const monitor of api.listMonitorsWithPagination({
    ...{ pageSize: 100, monitorTags: mark, groupStates: "alert" },
  })) {
    found.push(...alertsIn(monitor as Watching, hosts));
  }
  return found;
}

/** Of a monitor that is grouped by host the groups of these hosts alone: what other hosts have is none of a wave's doing. */
export function alertsIn({ name = "", overallState, state }: Watching, hosts: ReadonlySet<string>): string[] {
  const groups = Object.entries(state?.groups ?? {});
  if (groups.length === 0) return overallState === "Alert" ? [sentence(name)] : [];
  return groups.flatMap(([group, { status }]) => {
    const host = group
      .split(",")
      .find((tag) => tag.startsWith("host:"))
      ?.slice("host:".length);
    if (status !== "Alert" || (host !== undefined && !hosts.has(host))) return [];
    return [sentence(name, group)];
  });
}

function sentence(name: string, group?: string): string {
  return `the monitor "${name}" alerts${group === undefined || group === "*" ? "" : ` for ${group}`}`;
}
