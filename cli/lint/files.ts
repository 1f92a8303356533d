import * as fs from "node:fs";
import { findNodeAtLocation, type Node, parseTree } from "jsonc-parser";
import { countInWords } from "../../datadog/metrics/value-words";
import { StackError } from "../stack/stacks";
import { type Exported, exportedIn, lintExported } from "./exported";
import type { Found, Linted, Place } from "./found";
import { terraformIn } from "./terraform";

/** On a command line, what comes on stdin. */
const STDIN = "-";

/**
 * What the rules say of Datadog's objects in files: exports of the app or the API, and what `terraform show -json` prints.
 *
 * @throws StackError with every file that is neither.
 */
export function lintFiles(files: readonly string[]): Linted {
  const read = files.map(lintFile);
  const mistakes = read.filter((one) => typeof one === "string");
  if (mistakes.length > 0) throw new StackError(mistakes.join("\n"));
  const linted = read.filter((one) => typeof one !== "string");
  const objects = linted.reduce((sum, { count }) => sum + count, 0);
  return {
    of: `${countInWords(files.length, "file")}: ${countInWords(objects, "object")}`,
    found: linted.flatMap(({ found }) => found),
  };
}

/** Or why it can't be. */
function lintFile(file: string): { readonly count: number; readonly found: readonly Found[] } | string {
  let text: string;
  try {
    text = fs.readFileSync(file === STDIN ? 0 : file, "utf8");
  } catch (error) {
    return `${file} can't be read (${String((error as NodeJS.ErrnoException).code)}); expected a file of JSON, or - for stdin`;
  }
  let value: unknown;
  try {
    // Windows' shells may write a mark of the order of bytes before it.
    value = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return `${file} is not JSON; expected what Datadog exports, or what terraform show -json prints`;
  }
  const objects = terraformIn(value) ?? exportedIn(value);
  if (objects.length === 0) {
    return `${file} holds no monitor, dashboard, downtime or SLO; expected what Datadog exports, or what terraform show -json prints`;
  }
  const places = new JsonPlaces(file === STDIN ? "stdin" : file, text);
  return { count: objects.length, found: objects.flatMap((one) => ofObject(one, places)) };
}

function ofObject(object: Exported, places: JsonPlaces): Found[] {
  return lintExported(object).map(({ rule, severity, problem, remedy }) => ({
    ...{ rule, severity, problem, remedy, of: object.words },
    place: places.placeOf(object.path, keysFor(rule)),
  }));
}

/** The key that a rule is about, else the one by which people know the object. */
function keysFor(rule: string): string[] {
  const [family = ""] = rule.split("/");
  const own = family === "message" ? ["message"] : ["query", "metric"].includes(family) ? ["query"] : [];
  return [...own, "name", "title", "address"];
}

class JsonPlaces {
  readonly #root: Node | undefined;
  readonly #starts: readonly number[];

  constructor(
    private readonly file: string,
    text: string,
  ) {
    this.#root = parseTree(text);
    this.#starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  }

  /** Of the first of the keys that the object has, or of the object. */
  placeOf(path: readonly (string | number)[], keys: readonly string[]): Place {
    const object = this.#root && findNodeAtLocation(this.#root, [...path]);
    const [property] = keys.flatMap((key) => (object && findNodeAtLocation(object, [key])?.parent) ?? []);
    const { offset, length } = property?.children?.[0] ?? { offset: object?.offset ?? 0, length: 1 };
    const line = this.#starts.filter((start) => start <= offset).length - 1;
    const column = offset - (this.#starts[line] ?? 0) + 1;
    return { file: this.file.replaceAll("\\", "/"), line: line + 1, column, endColumn: column + length };
  }
}
