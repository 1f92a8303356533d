import { z } from "zod";
import { NAMESPACE } from "./load";
import { isMap, type Values as Schema } from "./map";

/** What `pulumi config set --secret` writes in a text's place. */
const SECRET = { type: "object", properties: { secure: { type: "string" } }, required: ["secure"] };

/** What may come from the overlay, or is said by the preview where it is missing. */
const MAY_BE_ELSEWHERE = ["", "datadog", "ssh", "agent", "hosts[]"];

/**
 * The JSON schema of an environment's file `Pulumi.<stack>.yaml`, by which an editor completes and checks it. It knows what
 * stands in one place; what has to agree with something else is said by the preview.
 *
 * @see https://github.com/redhat-developer/yaml-language-server `# yaml-language-server: $schema=…`
 */
export function stackSchema(settings: z.ZodType): Schema {
  const json: Schema = z.toJSONSchema(settings, { io: "input", unrepresentable: "any", reused: "ref" });
  const { $schema, $defs } = json;
  const { properties = {} } = withSecrets(withoutRequired(json, $defs as Definitions)) as { properties?: Schema };
  const own = Object.entries(properties).map(([key, schema]) => [`${NAMESPACE}:${key}`, schema] as const);
  const overlay = { type: "string", description: "A YAML file with settings, merged over these." };
  const known = { [`${NAMESPACE}:overlay`]: overlay, ...Object.fromEntries(own) };
  return {
    $schema,
    title: "An environment of Lookout",
    type: "object",
    properties: {
      config: {
        type: "object",
        properties: known,
        // Another program's keys stand beside these.
        propertyNames: { anyOf: [{ enum: Object.keys(known) }, { not: { pattern: `^${NAMESPACE}:` } }] },
      },
    },
    $defs: { ...(withSecrets($defs) as object), secret: SECRET },
  };
}

/** The JSON schema of a file with a list of hosts, as `hostsFrom` names it: as `hosts` of the settings, but without secrets. */
export function hostsSchema(settings: z.ZodType): Schema {
  const { hosts } = (settings as z.ZodObject).shape;
  const json: Schema = z.toJSONSchema(hosts as z.ZodType, { io: "input", unrepresentable: "any", reused: "ref" });
  const { $schema, ...list } = withoutRequired(json, json.$defs as Definitions, "hosts");
  return { $schema, title: "Hosts of an environment of Lookout", ...list };
}

/** Each text may be a secret. */
function withSecrets(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withSecrets);
  if (!isMap(schema)) return schema;
  if (schema.type === "string" && schema.const === undefined && schema.enum === undefined) {
    const { description, default: standard, ...text } = schema;
    return {
      ...(description !== undefined && { description }),
      ...(standard !== undefined && { default: standard }),
      anyOf: [text, { $ref: "#/$defs/secret" }],
    };
  }
  // A key is no secret, and an example is none either.
  const kept = ["propertyNames", "default", "const", "enum", "required"];
  return mapped(schema, (part, keyword) => (kept.includes(keyword) ? part : withSecrets(part)));
}

type Definitions = Readonly<Record<string, Schema>>;

/** What is required in places where it may be missing is not; what is shared with other places stays there as it is. */
function withoutRequired(schema: Schema, definitions: Definitions, path = ""): Schema {
  if (!MAY_BE_ELSEWHERE.some((place) => place === path || place.startsWith(path))) return schema;
  const resolved = typeof schema.$ref === "string" ? { ...schema, ...definitions[lastOf(schema.$ref)] } : schema;
  const dropped = ["$ref", ...(MAY_BE_ELSEWHERE.includes(path) ? ["required"] : [])];
  const own = Object.fromEntries(Object.entries(resolved).filter(([keyword]) => !dropped.includes(keyword)));
  return mapped(own, (part, keyword) => {
    if (keyword === "items" && isMap(part)) return withoutRequired(part, definitions, `${path}[]`);
    if (keyword !== "properties" || !isMap(part)) return part;
    return mapped(part, (one, key) =>
      withoutRequired(one as Schema, definitions, path === "" ? key : `${path}.${key}`),
    );
  });
}

function lastOf(reference: string): string {
  return reference.slice(reference.lastIndexOf("/") + 1);
}

function mapped(schema: Schema, change: (part: unknown, key: string) => unknown): Schema {
  return Object.fromEntries(Object.entries(schema).map(([key, part]) => [key, change(part, key)]));
}
