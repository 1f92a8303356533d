import { resourceNamedIn } from "../../datadog/mark";
import type { Json } from "../../datadog/json/value";
import { below, credentialIn } from "../../settings/credentials";
import { type DatadogObject, tagsOf, text } from "../datadog/object";

/** Tags and words by which a program says that an object is its own. */
const MANAGED =
  /^(managed[-_]by|created[-_]by|provisioned[-_]by|maintained[-_]by|iac|source):(terraform|pulumi|opentofu|cdktf|crossplane|datadog-operator|kennel)\b|^(terraform|pulumi):(true|yes|managed)$/i;
const MANAGED_IN_WORDS =
  /\b(?:managed|created|provisioned|generated|maintained) (?:by|with|via|through) (terraform|pulumi|opentofu|kennel|crossplane|lookout)\b/i;

/** An address that lets whoever has it post, or a word behind which one stands. */
const OPEN_ADDRESS =
  /https:\/\/(hooks\.slack\.com\/(services|workflows|triggers)\/\S+|\S+\.webhook\.office\.com\/\S+|discord(app)?\.com\/api\/webhooks\/\S+|api\.telegram\.org\/bot\S+|chat\.googleapis\.com\/v1\/spaces\/\S+)|[?&](token|api_?key|key|sig|signature|access_token)=[^&\s{}]{8,}|\b(bearer|basic) [a-z0-9+/=._-]{16,}/i;

/**
 * Why an object is left as it is; undefined where nothing speaks against taking it over.
 *
 * @param mark what the objects of this stack say.
 */
export function whyNot(object: DatadogObject, mark: string): string | undefined {
  return owner(object, mark) ?? madeWithAnother(object) ?? over(object) ?? secretIn(object.json);
}

function owner({ kind, json, ...object }: DatadogObject, mark: string): string | undefined {
  const said = [...tagsOf({ kind, json, ...object }), text(json.description), text(json.message)].join(" ");
  const resource = resourceNamedIn(said, mark);
  if (resource !== undefined) {
    return `says that it is ${resource} of this stack, whose state does not know it: see lookout orphans`;
  }
  const [, stack] = /(?:^|\s)pulumi_stack:(\S+)/.exec(said) ?? [];
  if (stack !== undefined) return `is of the stack ${stack}, which would undo what this one does`;
  const tag = tagsOf({ kind, json, ...object }).find((one) => MANAGED.test(one));
  if (kind !== "downtime" && tag !== undefined) return `is managed elsewhere, as its tag ${tag} says`;
  // What a message says to people may speak of anything.
  const [words] = MANAGED_IN_WORDS.exec(kind === "monitor" ? "" : text(json.description)) ?? [];
  return words === undefined ? undefined : `is managed elsewhere, as its description says ("${words}")`;
}

function madeWithAnother({ kind, json }: DatadogObject): string | undefined {
  return kind === "monitor" && json.type === "synthetics alert" ? "is made with its Synthetic test" : undefined;
}

function over({ kind, json }: DatadogObject): string | undefined {
  const { status } = json;
  return kind === "downtime" && (status === "ended" || status === "canceled") ? `is ${status}` : undefined;
}

/** In a file it would be in clear, and in all that is made of the file. What it is, is not told. */
export function secretIn(json: Json): string | undefined {
  for (const { path, value } of below(json)) {
    if (typeof value !== "string" || IDS.has(String(path.at(-1)))) continue;
    const words = value.replaceAll(/\bslo_id=[0-9a-f]{32}\b/g, "");
    const reason = credentialIn("", words) ?? (OPEN_ADDRESS.test(words) ? "has an address with a token" : undefined);
    if (reason === undefined) continue;
    const where = path.map((part) => (typeof part === "number" ? `[${part}]` : `.${part}`)).join("");
    return `${where.slice(1)} ${reason}, which would stand in a file: take it out in Datadog, then run this again`;
  }
  return undefined;
}

/** These look like keys. */
const IDS = new Set(["id", "slo_id", "sloId", "uuid", "query", "powerpack_id", "workflow_id"]);
