import { isAlias, isCollection, isMap, isPair, isScalar, isSeq, LineCounter, type Node, parseDocument } from "yaml";
import type { Place } from "./found";

/** Where the settings of a stack's file, or what else a file says, stand in its text. */
export class YamlPlaces {
  readonly #lines = new LineCounter();
  readonly #config: Node | null | undefined;
  readonly #document: ReturnType<typeof parseDocument>;

  /** @param prefix of each of the settings' keys, which are below `config`: `lookout:`. @default a path begins with the file */
  constructor(
    private readonly file: string,
    text: string,
    private readonly prefix?: string,
  ) {
    // What only another program's tags say, such as Ansible's, is no mistake of a place's.
    this.#document = parseDocument(text, { merge: true, lineCounter: this.#lines, logLevel: "silent" });
    this.#config =
      prefix === undefined ? this.#document.contents : (this.#document.get("config", true) as Node | undefined);
  }

  /** Of nothing in particular. */
  get start(): Place {
    return { file: this.file, line: 1, column: 1 };
  }

  /** Of the setting `hosts[1].databases[0].port`, else of the nearest around it that is there. */
  placeOf(setting: string): Place {
    return this.#inside(this.#config, this.#pathOf(setting)) ?? this.start;
  }

  has(setting: string): boolean {
    return this.#end(this.#config, this.#pathOf(setting)) === "";
  }

  /** The keys of a setting that is a map. */
  keysOf(setting: string): string[] {
    const value = this.#valueOf(this.#config, this.#pathOf(setting));
    return isMap(value) ? value.items.flatMap(({ key }) => (isScalar(key) ? [String(key.value)] : [])) : [];
  }

  /** The names in a setting that is a list of maps with a `name`. */
  namesIn(setting: string): string[] {
    const value = this.#valueOf(this.#config, this.#pathOf(setting));
    if (!isSeq(value)) return [];
    return value.items.map((item) => (isMap(item) ? String(item.get("name")) : ""));
  }

  #pathOf(setting: string): string {
    return `${this.prefix ?? ""}${setting}`;
  }

  #inside(node: unknown, path: string): Place | undefined {
    const step = this.#step(node, path);
    if (step === undefined) return undefined;
    return (step.rest === "" ? undefined : this.#inside(step.value, step.rest)) ?? this.#place(step.at);
  }

  #end(node: unknown, path: string): string {
    const step = this.#step(node, path);
    if (step === undefined) return path;
    return step.rest === "" ? "" : this.#end(step.value, step.rest);
  }

  #valueOf(node: unknown, path: string): unknown {
    const step = this.#step(node, path);
    if (step === undefined) return undefined;
    return step.rest === "" ? this.#resolved(step.value) : this.#valueOf(step.value, step.rest);
  }

  /** One key or index further; a key may have points in it, and the longest that there is is meant. */
  #step(node: unknown, path: string): { at: Node; value: unknown; rest: string } | undefined {
    const inside = this.#resolved(node);
    const [whole, index] = /^\[(\d+)\]\.?/.exec(path) ?? [];
    if (isSeq(inside) && whole !== undefined) {
      const item = inside.items[Number(index)];
      return item === undefined ? undefined : { at: item as Node, value: item, rest: path.slice(whole.length) };
    }
    if (!isMap(inside)) return undefined;
    const [pair] = inside.items
      .filter(({ key }) => {
        const name = isScalar(key) ? String(key.value) : undefined;
        return name !== undefined && path.startsWith(name) && /^($|[.[])/.test(path.slice(name.length));
      })
      .sort((a, b) => String(b.key).length - String(a.key).length);
    if (pair === undefined || !isPair(pair)) return undefined;
    const key = pair.key as Node;
    return { at: key, value: pair.value, rest: path.slice(String(pair.key).length).replace(/^\./, "") };
  }

  #resolved(node: unknown): unknown {
    return isAlias(node) ? node.resolve(this.#document) : node;
  }

  #place(node: Node): Place | undefined {
    const [start, end] = node.range ?? [];
    if (start === undefined || end === undefined) return undefined;
    const { line, col } = this.#lines.linePos(start);
    return { file: this.file, line, column: col, ...(!isCollection(node) && { endColumn: col + end - start }) };
  }
}
