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

const PRIMITIVES = new Set(["string", "boolean", "number"]);

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
    for (const [index, element] of value.entries()) {
      // Nearly all of what is sent is points.
      if (!isPlain(element, item, api)) yield* mistakes(element, item, `${path}[${index}]`, undefined, api);
    }
  } else if (entry !== undefined) {
    if (!isObject(value)) return yield wrongType(path, "an object", value);
    for (const [key, element] of Object.entries(value))
      yield* mistakes(element, entry, join(path, key), undefined, api);
  } else if (PRIMITIVES.has(type)) {
    yield* mistakesInPrimitive(value, type, path, format);
  } else if (type === "Date") {
    if (typeof value !== "string" || Number.isNaN(Date.parse(value))) yield wrongType(path, "a date", value);
  } else {
    yield* mistakesInNamedType(value, type, path, api);
  }
}

/** Whether it is an object whose fields are known and numbers or texts, as they should be: there is nothing to say. */
function isPlain(value: unknown, type: string, api: Api): boolean {
  const shape = isNamed(type) ? shapeOf(type, api) : undefined;
  if (!shape || !isObject(value) || shape.required.some((name) => (value[name] ?? undefined) === undefined))
    return false;
  for (const name in value) {
    const { type: expected = "", format } = shape.fields.get(name) ?? {};
    const field = value[name];
    if (!PRIMITIVES.has(expected) || typeof field !== expected) return false;
    if (isInteger(format) && !Number.isInteger(field)) return false;
  }
  return true;
}

function* mistakesInPrimitive(value: unknown, type: string, path: string, format?: string): Mistakes {
  if (typeof value !== type) yield wrongType(path, `a ${type}`, value);
  else if (isInteger(format) && !Number.isInteger(value)) yield `${at(path)}${JSON.stringify(value)} is not an integer`;
}

function* mistakesInNamedType(value: unknown, type: string, path: string, api: Api): Mistakes {
  const shape = shapeOf(type, api);
  if (shape) {
    yield* mistakesInObject(value, shape, path, api);
    return;
  }
  const alternatives = alternativesOf(type, api);
  if (alternatives) yield* mistakesInAlternatives(value, type, alternatives, path, api);
  else if (!isOfEnum(value, type, api)) yield `${at(path)}${JSON.stringify(value)} is not a ${type}`;
}

function* mistakesInObject(value: unknown, { fields, required, others }: Shape, path: string, api: Api): Mistakes {
  if (!isObject(value)) return yield wrongType(path, "an object", value);
  for (const name of required)
    if ((value[name] ?? undefined) === undefined) yield `${at(join(path, name))}missing required field`;
  for (const [name, field] of Object.entries(value)) {
    const attribute = fields.get(name);
    if (attribute) yield* mistakes(field, attribute.type, join(path, name), attribute.format, api);
    else if (fields.size > 0 && (others === undefined || others === "any"))
      // The client keeps what it does not know in a map of `any`; only a typed map is a part of the API.
      yield `${at(join(path, name))}unknown field`;
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
  const attribute = shapeOf(alternative, api)?.fields.get(kind);
  return attribute !== undefined && mistakes(value[kind], attribute.type, "", undefined, api).next().done === true;
}

interface Model {
  getAttributeTypeMap(): Record<string, Attribute>;
}

/** An object's type. */
interface Shape {
  /** By their names in JSON. */
  readonly fields: ReadonlyMap<string, Attribute>;
  readonly required: readonly string[];
  /** The type of any other field; undefined where there is none. */
  readonly others: string | undefined;
}

const knownShapes: Readonly<Record<Api, Map<string, Shape | undefined>>> = { v1: new Map(), v2: new Map() };

/** Every type has a file; only an object's holds a class with attributes. It is looked for once, which takes long. */
function shapeOf(type: string, api: Api): Shape | undefined {
  const known = knownShapes[api];
  if (!known.has(type)) known.set(type, loadedShape(type, api));
  return known.get(type);
}

function loadedShape(type: string, api: Api): Shape | undefined {
  const { [type]: model } = require(`${modelsFolder(api)}/${type}.js`) as Record<string, Model | undefined>;
  if (!model) return undefined;
  const { additionalProperties, ...named } = model.getAttributeTypeMap();
  const all = Object.values(named);
  return {
    fields: new Map(all.map((attribute) => [attribute.baseName, attribute])),
    required: all.filter(({ required }) => required).map(({ baseName }) => baseName),
    others: all.length === 0 ? "any" : /^\{ \[key: string\]: (.*); \}$/.exec(additionalProperties?.type ?? "")?.[1],
  };
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

/** Whether it has a file among the models: `MetricPoint`, and not `any`, `number` or an array of them. */
function isNamed(type: string): boolean {
  return /^[A-Z]\w*$/.test(type) && type !== "Date";
}

function isInteger(format: string | undefined): boolean {
  return format === "int32" || format === "int64";
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
