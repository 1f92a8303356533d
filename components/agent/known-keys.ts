import { isSlip } from "../../datadog/lint/near-miss/slip";
import { isMap } from "../../settings/map";
import { AGENT, KEYS } from "./agent-keys";

/** What a key holds: `text` may be any scalar, `any` is not known, a map has keys of its own. */
type Held = keyof typeof KEYS | Section;
type Section = Map<string, Held>;

const ROOT = sections();

/** The Agent fills these in itself. */
const FILLED = /^\s*ENC\[.*\]\s*$|\$\{secret:|%%env_\w+%%/;

/** What Go's `strconv.ParseBool` reads. */
const BOOLEANS = /^(1|t|T|TRUE|true|True|0|f|F|FALSE|false|False)$/;

/** A number, or a time, which some of these are. */
const NUMBERS = /^\s*[-+]?\d+(\.\d+)?([eE][-+]?\d+)?(ns|us|µs|ms|s|m|h)?\s*$/;

type Type = readonly [expected: string, takes: (value: unknown) => boolean];

/** Whether a value is one that the Agent takes, which reads `"8125"` as a number too; and what is expected where it is none. */
const TYPES: Readonly<Record<Exclude<keyof typeof KEYS, "any">, Type>> = {
  boolean: ["true or false", (value) => typeof value === "boolean" || BOOLEANS.test(scalar(value))],
  number: ["a number", (value) => typeof value === "number" || NUMBERS.test(scalar(value))],
  text: ["a text", (value) => typeof value !== "object"],
  list: ["a list", (value) => !isMap(value) && typeof value !== "boolean"],
  map: ["a map", (value) => isMap(value) || typeof value === "string"],
};

/**
 * Why the Agent can't read a value; undefined where it can, or where nothing is known of its key.
 *
 * @param key in small letters: `apm_config.enabled`.
 */
export function wrongType(key: string, value: unknown): string | undefined {
  const held = heldAt(key.split("."));
  if (held === undefined || value === null || (typeof value === "string" && FILLED.test(value))) return undefined;
  if (held instanceof Map) {
    return isMap(value) ? undefined : "has keys of its own in datadog.yaml; expected a map of them";
  }
  if (held === "any") return undefined;
  const [expected, takes] = TYPES[held];
  return takes(value) ? undefined : `is nothing that the Agent reads there; expected ${expected}`;
}

/** What a key that no Agent knows was probably meant to be, and whose keys they are; undefined for one that is known. */
export function meantKey(key: string): { readonly meant: string; readonly agent: string } | undefined {
  const path = key.split(".");
  const name = path.pop() ?? "";
  const around = heldAt(path);
  if (!(around instanceof Map) || around.has(name)) return undefined;
  const meant = [...around.keys()].find((known) => isSlip(name, known));
  return meant === undefined ? undefined : { meant: [...path, meant].join("."), agent: AGENT };
}

function heldAt(path: readonly string[]): Held | undefined {
  return path.reduce<Held | undefined>((held, name) => (held instanceof Map ? held.get(name) : undefined), ROOT);
}

function sections(): Section {
  const root: Section = new Map();
  for (const [type, keys] of Object.entries(KEYS)) {
    for (const key of keys.trim().split(/\s+/)) {
      const path = key.split(".");
      const name = path.pop() ?? "";
      sectionAt(root, path).set(name, type as keyof typeof KEYS);
    }
  }
  return root;
}

function sectionAt(root: Section, path: readonly string[]): Section {
  return path.reduce((section, name) => {
    const inner = section.get(name);
    if (inner instanceof Map) return inner;
    const made: Section = new Map();
    section.set(name, made);
    return made;
  }, root);
}

function scalar(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}
