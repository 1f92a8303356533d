import * as fs from "node:fs";
import * as path from "node:path";
import { parse, stringify } from "yaml";

/** Each case begins at a line that isn't indented: its name. What is kept of it has lines of its own. */
const BEGINNING = /(?<=\n)(?=[^ \n])/;

/**
 * What is kept of cases, in one YAML file for each kind of object: a map from the cases' names, in the names' order.
 * Whoever writes a case leaves the lines of all others as they are.
 */
export class CaseFiles<Kept extends object> {
  /** By file, then by case: its lines. */
  readonly #files = new Map<string, Map<string, string>>();
  readonly #parsed = new Map<string, Kept | undefined>();

  constructor(readonly folder: string) {}

  /** @throws where a case stands twice or in another kind's file, as after a merge. */
  names(): string[] {
    return this.files()
      .flatMap((file) => [...this.#cases(file).keys()])
      .sort();
  }

  /** Paths below the folder. */
  files(): string[] {
    return fs.readdirSync(this.folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".yaml"));
  }

  read(name: string): Kept | undefined {
    if (!this.#parsed.has(name)) {
      const lines = this.#cases(fileOf(name)).get(name);
      this.#parsed.set(name, lines === undefined ? undefined : (parse(lines) as Record<string, Kept>)[name]);
    }
    return this.#parsed.get(name);
  }

  write(name: string, value: Kept): void {
    const lines = stringify({ [name]: value }, { lineWidth: 0, aliasDuplicateObjects: false });
    this.#change(name, (cases) => cases.set(name, lines));
  }

  remove(name: string): void {
    this.#change(name, (cases) => cases.delete(name));
  }

  #change(name: string, change: (cases: Map<string, string>) => void): void {
    const cases = this.#cases(fileOf(name));
    change(cases);
    this.#parsed.delete(name);
    const file = path.join(this.folder, fileOf(name));
    if (cases.size === 0) {
      fs.rmSync(file, { force: true });
      return;
    }
    fs.mkdirSync(path.dirname(file), { recursive: true });
    const inOrder = [...cases].sort(([a], [b]) => (a < b ? -1 : 1));
    fs.writeFileSync(file, inOrder.map(([, lines]) => lines).join(""));
  }

  #cases(file: string): Map<string, string> {
    const known = this.#files.get(file) ?? readCases(this.folder, file);
    this.#files.set(file, known);
    return known;
  }
}

/** `monitor.yaml`, of `monitor/tags/added`: the kind of object comes first. Of the stack, each environment is one. */
function fileOf(name: string): string {
  return `${/^(stack\/)?[^/]*/.exec(name)?.[0] ?? name}.yaml`;
}

function readCases(folder: string, file: string): Map<string, string> {
  const cases = new Map<string, string>();
  const whole = path.join(folder, file);
  if (!fs.existsSync(whole)) return cases;
  for (const lines of fs.readFileSync(whole, "utf8").split(BEGINNING)) {
    const [first = ""] = lines.split("\n", 1);
    if (!first.endsWith(":")) throw new Error(`${whole}: "${first}" is no case's name; expected one, and its colon`);
    const name = String(parse(first.slice(0, -1)));
    if (cases.has(name)) throw new Error(`${whole}: ${name} stands here twice; remove one of the two`);
    if (fileOf(name) !== file) throw new Error(`${whole}: ${name} is of another kind; move it to ${fileOf(name)}`);
    cases.set(name, lines);
  }
  return cases;
}
