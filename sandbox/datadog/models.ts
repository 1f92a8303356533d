import { createRequire } from "node:module";

/** What is wrong with a body, in sentences. */
export type Mistakes = Generator<string, void, void>;

/** The two generations of Datadog's API, each with models of its own. */
export type Api = "v1" | "v2";

interface Attribute {
  readonly baseName: string;
  readonly type: string;
  readonly required?: boolean;
  readonly format?: string;
}

interface Serializer {
  serialize(value: unknown, type: string, format: string): unknown;
}

const require = createRequire(import.meta.url);
const loaded = new Map<Api, Serializer>();

/**
 * Each generation is thousands of small files that take a second to load: only what is asked for is. The serializer
 * loads the models, and leaves out the client's half that sends.
 */
function serializer(api: Api): Serializer {
  const known = loaded.get(api);
  if (known) return known;
  const { ObjectSerializer } = require(`${modelsFolder(api)}/ObjectSerializer.js`) as { ObjectSerializer: Serializer };
  loaded.set(api, ObjectSerializer);
  return ObjectSerializer;
}

function modelsFolder(api: Api): string {
  return `@datadog/datadog-api-client/dist/packages/datadog-api-client-${api}/models`;
}

/** Loads all models now, so that no first request has to wait. */
export function loadModels(): void {
  serializer("v1");
  serializer("v2");
}

/**
 * What in a body the official client's model does not know, with the path of each.
 *
 * The client's own `deserialize` accepts unknown fields and says only that something did not parse;
 * this walks the same attribute maps and asks the client's serializer only about enums and alternatives.
 */
export function mistakesInBody(body: unknown, model: string, api: Api): string[] {
  return isObject(body) || Array.isArray(body)
    ? [...mistakes(body, model, "", undefined, api)]
    : ["The body has to be a JSON object"];
}

function* mistakes(value: unknown, type: string, path: string, format: string | undefined, api: Api): Mistakes {
  if (value === null || value === undefined || type === "any") return;
  const item = /^Array<(.*)>$/.exec(type)?.[1] ?? /^\[([^,]+)[^\]]*\]$/.exec(type)?.[1];
  const entry = /^\{ \[key: string\]: (.*); \}$/.exec(type)?.[1];
  if (item !== undefined) {
    if (!Array.isArray(value)) return yield wrongType(path, "an array", value);
    for (const [index, element] of value.entries()) yield* mistakes(element, item, `${path}[${index}]`, undefined, api);
  } else if (entry !== undefined) {
    if (!isObject(value)) return yield wrongType(path, "an object", value);
    for (const [key, element] of Object.entries(value))
      yield* mistakes(element, entry, join(path, key), undefined, api);
  } else if (type === "string" || type === "boolean" || type === "number") {
    yield* mistakesInPrimitive(value, type, path, format);
  } else if (type === "Date") {
    if (typeof value !== "string" || Number.isNaN(Date.parse(value))) yield wrongType(path, "a date", value);
  } else {
    yield* mistakesInNamedType(value, type, path, api);
  }
}

function* mistakesInPrimitive(value: unknown, type: string, path: string, format?: string): Mistakes {
  if (typeof value !== type) yield wrongType(path, `a ${type}`, value);
  else if ((format === "int32" || format === "int64") && !Number.isInteger(value))
    yield `${at(path)}${JSON.stringify(value)} is not an integer`;
}

function* mistakesInNamedType(value: unknown, type: string, path: string, api: Api): Mistakes {
  const attributes = attributesOf(type, api);
  if (attributes) {
    yield* mistakesInObject(value, attributes, path, api);
    return;
  }
  const alternatives = alternativesOf(type, api);
  if (alternatives) yield* mistakesInAlternatives(value, type, alternatives, path, api);
  else if (!isOfEnum(value, type, api)) yield `${at(path)}${JSON.stringify(value)} is not a ${type}`;
}

function* mistakesInObject(value: unknown, attributes: Record<string, Attribute>, path: string, api: Api): Mistakes {
  if (!isObject(value)) return yield wrongType(path, "an object", value);
  const { additionalProperties, ...named } = attributes;
  const known = new Map(Object.values(named).map((attribute) => [attribute.baseName, attribute]));
  for (const attribute of known.values()) {
    if (attribute.required && (value[attribute.baseName] ?? undefined) === undefined)
      yield `${at(join(path, attribute.baseName))}missing required field`;
  }
  const others =
    known.size === 0 ? "any" : /^\{ \[key: string\]: (.*); \}$/.exec(additionalProperties?.type ?? "")?.[1];
  for (const [name, field] of Object.entries(value)) {
    const attribute = known.get(name);
    if (attribute) yield* mistakes(field, attribute.type, join(path, name), attribute.format, api);
    // The client keeps what it does not know in a map of `any`; only a typed map is a part of the API.
    else if (known.size > 0 && (others === undefined || others === "any")) yield `${at(join(path, name))}unknown field`;
    else if (others !== undefined) yield* mistakes(field, others, join(path, name), undefined, api);
  }
}

/** A value has to match one of the alternatives of its kind; else the mistakes against the nearest are the useful ones. */
function* mistakesInAlternatives(
  value: unknown,
  type: string,
  alternatives: readonly string[],
  path: string,
  api: Api,
): Mistakes {
  const kind = kindField(value);
  const ofKind = alternatives.filter((alternative) => declaresKind(value, alternative, api));
  if (kind !== undefined && isObject(value) && ofKind.length === 0)
    return yield `${at(join(path, kind))}${JSON.stringify(value[kind])} is no kind of ${type}`;
  let nearest: string[] | undefined;
  for (const alternative of kind === undefined ? alternatives : ofKind) {
    const found = [...mistakes(value, alternative, path, undefined, api)];
    if (found.length === 0) return;
    if (!nearest || found.length < nearest.length) nearest = found;
  }
  yield* nearest ?? [];
}

function kindField(value: unknown): string | undefined {
  return isObject(value) ? ["type", "data_source"].find((field) => field in value) : undefined;
}

/** Whether the value names this alternative by its `type` or `data_source`. */
function declaresKind(value: unknown, alternative: string, api: Api): boolean {
  const kind = kindField(value);
  if (kind === undefined || !isObject(value)) return false;
  const attribute = Object.values(attributesOf(alternative, api) ?? {}).find(({ baseName }) => baseName === kind);
  return attribute !== undefined && mistakes(value[kind], attribute.type, "", undefined, api).next().done === true;
}

interface Model {
  getAttributeTypeMap(): Record<string, Attribute>;
}

/** Every type has a file; only an object's holds a class with attributes. */
function attributesOf(type: string, api: Api): Record<string, Attribute> | undefined {
  const { [type]: model } = require(`${modelsFolder(api)}/${type}.js`) as Record<string, Model | undefined>;
  return model?.getAttributeTypeMap();
}

const knownAlternatives = new Map<string, string[] | undefined>();

/** The client does not export its table of alternatives, but its serializer names them when nothing matches. */
function alternativesOf(type: string, api: Api): string[] | undefined {
  const key = `${api} ${type}`;
  if (!knownAlternatives.has(key)) {
    const names = /doesn't match any type from (.*?) *$/.exec(serializingMistake("\0", type, api) ?? "")?.[1];
    knownAlternatives.set(key, names?.split(","));
  }
  return knownAlternatives.get(key);
}

function isOfEnum(value: unknown, type: string, api: Api): boolean {
  return serializingMistake(value, type, api) === undefined;
}

function serializingMistake(value: unknown, type: string, api: Api): string | undefined {
  try {
    serializer(api).serialize(value, type, "");
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function wrongType(path: string, expected: string, value: unknown): string {
  return `${at(path)}expected ${expected}, got ${JSON.stringify(value).slice(0, 60)}`;
}

function at(path: string): string {
  return path === "" ? "" : `${path}: `;
}

function join(path: string, field: string): string {
  return path === "" ? field : `${path}.${field}`;
}
