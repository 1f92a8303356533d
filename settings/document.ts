import { z } from "zod";

interface Described {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly string[];
  readonly properties?: Readonly<Record<string, Described>>;
  readonly required?: readonly string[];
  readonly items?: Described;
  readonly oneOf?: readonly Described[];
  readonly anyOf?: readonly Described[];
  readonly additionalProperties?: Described | boolean;
  /** Whose keys it has: they have their rows there. */
  readonly documentedAs?: string;
}

/** `docs/settings.md`: a row for each setting, from the schema that checks them. */
export function settingsDocument(settingsSchema: z.ZodType): string {
  const schema = z.toJSONSchema(settingsSchema, { io: "input", unrepresentable: "any" }) as Described;
  return [
    "# Settings",
    "",
    "What an environment's file `Pulumi.<stack>.yaml` may say below `config`, each top-level key with `lookout:` in front.",
    "Generated from the schema that checks them by `npm run docs`. An unknown key is an error.",
    "",
    "| setting | what it is | default |",
    "| --- | --- | --- |",
    "| `overlay` | A YAML file with settings that differ from machine to machine, merged over these (hosts by name). | none |",
    ...rows(schema, "").map(([path, what, standard]) => `| \`${path}\` | ${what} | ${standard} |`),
    "",
  ].join("\n");
}

type Row = readonly [path: string, what: string, standard: string];

function rows(map: Described, prefix: string): Row[] {
  return Object.entries(map.properties ?? {}).flatMap(([key, value]) => {
    const path = `${prefix}${key}`;
    const named = typeof value.additionalProperties === "object" ? value.additionalProperties : undefined;
    const inner = value.items ?? named ?? value;
    const below = inner.documentedAs === undefined ? (inner.oneOf ?? inner.anyOf ?? [inner]) : [];
    const list = value.items !== undefined ? `${path}[]` : named !== undefined ? `${path}.<name>` : path;
    const own: Row[] =
      value.properties === undefined || value.description !== undefined ? [row(map, key, value, path)] : [];
    return [...own, ...below.flatMap((each) => rows(each, `${list}.`))];
  });
}

function row(map: Described, key: string, value: Described, path: string): Row {
  const words = value.description ?? value.items?.description ?? "";
  const choice = value.enum === undefined ? "" : ` One of ${value.enum.map((one) => `\`${one}\``).join(", ")}.`;
  const standard =
    value.default !== undefined ? code(value.default) : map.required?.includes(key) === true ? "required" : "none";
  return [path, `${words}${choice}`.trim(), standard];
}

function code(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 80 ? "Datadog's" : `\`${text}\``;
}
