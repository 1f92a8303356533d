import { objectOf } from "../../datadog/json/value";
import { resourceNamedIn } from "../../datadog/mark";
import type { Kind, Owned } from "../../datadog/owned";
import type { Account } from "../datadog/account";
import { type DatadogObject, isOver, madeAt, text, titleOf, urlOf } from "../datadog/object";

/** One that Datadog has, as a person decides on it. */
export interface Found extends Owned {
  readonly title: string;
  readonly url: string;
  /** As Datadog says it; undefined where it does not. */
  readonly made: Date | undefined;
  readonly by: string | undefined;
  readonly isComposite: boolean;
}

const KINDS: readonly Kind[] = ["monitor", "dashboard", "downtime", "slo"];

/** Datadog's objects of one stack. */
export async function foundIn(account: Account, app: string, mark: string): Promise<Found[]> {
  const found: Found[] = [];
  for (const kind of KINDS) {
    for (const one of await account.all(kind, mark)) {
      const resource = resourceNamedIn(markedText(one), mark);
      if (resource !== undefined && !isOver(one)) found.push(asFound(one, resource, app));
    }
  }
  return found;
}

/** Where an object of its kind says whose it is. */
function markedText({ kind, json }: DatadogObject): string {
  if (kind === "dashboard") return text(json.description);
  if (kind === "downtime") return text(json.message);
  return Array.isArray(json.tags) ? json.tags.join(" ") : "";
}

function asFound(one: DatadogObject, resource: string, app: string): Found {
  const { kind, id, json } = one;
  const made = madeAt(one);
  const by = text(json.author_handle) || text(objectOf(json.creator).handle);
  return {
    ...{ kind, id, resource, title: titleOf(one), url: urlOf(app, one) },
    made: made === undefined ? undefined : new Date(made),
    by: by === "" ? undefined : by,
    isComposite: kind === "monitor" && json.type === "composite",
  };
}
