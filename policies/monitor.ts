import { monitorOfJson } from "../datadog/json/monitor";
import { isObject, readObject } from "../datadog/json/value";
import type { Declared } from "./declared";

/** A monitor's inputs, of which each may be unknown at preview, or another thing than it should be. */
export type MonitorInputs = Readonly<
  Partial<
    Record<
      | "name"
      | "type"
      | "query"
      | "message"
      | "escalationMessage"
      | "tags"
      | "assets"
      | "notifyNoData"
      | "onMissingData",
      unknown
    >
  >
>;

/** What a resource declares as a monitor, by the provider's names; of another resource, and of an unreadable text, nothing. */
export function monitorIn({ type, inputs, isAdopted }: Declared): MonitorInputs | undefined {
  if (isAdopted) return undefined;
  if (type === "datadog:index/monitor:Monitor") return inputs;
  if (type !== "datadog:index/monitorJson:MonitorJson" || typeof inputs.monitor !== "string") return undefined;
  const json = readObject(inputs.monitor);
  return json === undefined ? undefined : { ...monitorOfJson(json), assets: json.assets };
}

/** What people call an object: the title that it has in Datadog. */
export function titleOf(resource: Declared): string | undefined {
  const { name, title, dashboard } = resource.inputs;
  const json = typeof dashboard === "string" ? readObject(dashboard) : undefined;
  const said = [monitorIn(resource)?.name, title, json?.title, name].find((one) => typeof one === "string");
  return said === undefined || said === resource.name ? undefined : said;
}

/** The texts in a list; nothing where the list, or one of it, is unknown. */
export function textsIn(value: unknown): readonly string[] | undefined {
  const list: readonly unknown[] = Array.isArray(value) ? value : [];
  if (value !== undefined && !Array.isArray(value)) return undefined;
  return list.every((one) => typeof one === "string") ? list : undefined;
}

/** Whether one of a monitor's links is its runbook; true where that is unknown. */
export function linksRunbook(assets: unknown): boolean {
  if (assets === undefined) return false;
  if (!Array.isArray(assets)) return true;
  return assets.some((one: unknown) => !isObject(one) || one.category === "runbook" || one.category instanceof Promise);
}
