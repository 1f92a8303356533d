import { isObject, type Json } from "../../datadog/json/value";
import type { Kind } from "../../datadog/owned";
import type { Attached } from "./attached";
import type { Declared, InCode } from "./declare";
import { said } from "./report";

export type Coded = Declared & { readonly says: InCode };

/** Of each kind its file and its function: `monitors.ts`. */
export const FILES: Readonly<Record<Kind, string>> = {
  monitor: "monitors",
  dashboard: "dashboards",
  downtime: "downtimes",
  slo: "slos",
};

/** `index.ts`: a pack that declares what the files beside it have. */
export function packText(files: readonly string[]): string {
  return [
    'import { pack } from "lookout";',
    ...files.map((file) => `import { ${file} } from "./${file}";`),
    "",
    "/** What was in Datadog before, as it is: `environment(imported)` takes it over. Written by `lookout import`. */",
    "export const imported = pack({",
    '  name: "imported",',
    "  resources: (_, opts) => {",
    ...files.map((file) => `    ${file}(opts);`),
    "  },",
    "});",
    "",
  ].join("\n");
}

/** The objects of one kind, each with what is said of it. */
export function objectsText(kind: Kind, objects: readonly Coded[], url: (id: string) => string): string {
  const written = objects.map(({ says, findings, ...one }) => ({
    ...{ ...one, ...says, comments: [url(one.id), ...findings.map(said)] },
  }));
  return declarations(FILES[kind], written);
}

/** What belongs to objects, each with whose it is. */
export function attachedText(file: string, attached: readonly Attached[]): string {
  const written = attached.map(({ of, ...one }) => ({ ...one, comments: [`Of the ${of}.`] }));
  return declarations(file, written);
}

interface Written {
  readonly name: string;
  readonly id: string;
  /** Of `@pulumi/datadog`. */
  readonly type: InCode["type"] | Attached["type"];
  readonly args: Json;
  readonly comments: readonly string[];
}

function declarations(name: string, objects: readonly Written[]): string {
  return [
    'import * as datadog from "@pulumi/datadog";',
    'import type { CustomResourceOptions } from "@pulumi/pulumi";',
    'import { adopted } from "lookout";',
    "",
    `export function ${name}(opts: CustomResourceOptions): void {`,
    objects.map(objectText).join("\n\n"),
    "}",
    "",
  ].join("\n");
}

function objectText({ name, id, type, args, comments }: Written): string {
  return [
    ...comments.map((line) => `  // ${oneLine(line)}`),
    `  new datadog.${type}(`,
    ...lines([name, argsOf(type, args)], "    "),
    `    adopted(${JSON.stringify(id)}, opts),`,
    "  );",
  ].join("\n");
}

function lines([name, args]: readonly [string, string], indent: string): string[] {
  return [`${indent}${literal(name, indent)},`, `${indent}${args},`];
}

/** The two classes of JSON take a text. */
function argsOf(type: Written["type"], args: Json): string {
  if (!type.endsWith("Json")) return literal(args, "    ");
  const [[key, value] = ["", {}]] = Object.entries(args);
  return `{ ${key}: JSON.stringify(${literal(value, "    ")}) }`;
}

/** Of a line, of characters; a list or a map that is longer stands below itself. */
const WIDTH = 110;

/** A value as a formatter would write it. */
function literal(value: unknown, indent: string): string {
  const [open, close, parts] = partsOf(value, `${indent}  `);
  if (parts === undefined) return typeof value === "string" ? textOf(value) : JSON.stringify(value);
  if (parts.length === 0) return `${open}${close}`;
  const space = open === "{" ? " " : "";
  const short = `${open}${space}${parts.join(", ")}${space}${close}`;
  if (!short.includes("\n") && indent.length + short.length <= WIDTH) return short;
  return [open, ...parts.map((one) => `${indent}  ${one},`), `${indent}${close}`].join("\n");
}

function partsOf(value: unknown, indent: string): readonly [string, string, readonly string[] | undefined] {
  if (Array.isArray(value)) return ["[", "]", value.map((one) => literal(one, indent))];
  if (!isObject(value)) return ["", "", undefined];
  const parts = Object.entries(value).map(([key, one]) => `${keyText(key)}: ${literal(one, indent)}`);
  return ["{", "}", parts];
}

/** One of several lines stands as they are, where no character of it means something there. */
function textOf(value: string): string {
  return value.includes("\n") && /^[\n\p{L}\p{N}\p{P}\p{Zs}\p{S}]*$/u.test(value) && !/[`\\$]/.test(value)
    ? `\`${value}\``
    : JSON.stringify(value);
}

function keyText(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) && key !== "__proto__" ? key : JSON.stringify(key);
}

/** No text of Datadog's ends a comment, or begins a line of code. */
function oneLine(text: string): string {
  return text.replaceAll(/[\s\u2028\u2029]+/gu, " ").trim();
}
