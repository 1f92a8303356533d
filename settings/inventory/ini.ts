import { parse } from "yaml";
import { type Inventory, nameAndPort, type Variable } from "./inventory";
import { expanded, NoRangeError } from "./range";

/** A line that can't be read; its text is not repeated, since it may hold a secret. */
class LineError extends Error {}

const SECTION = /^\[([^:\]\s]+)(?::(\w+))?\]\s*(?:#.*)?$/;

/**
 * An inventory in Ansible's own kind of INI, of which no library for INI reads a host's line:
 * `db[1:2] ansible_host=10.0.0.1 # the first`.
 *
 * @param file its name, for messages.
 * @see https://docs.ansible.com/ansible/latest/collections/ansible/builtin/ini_inventory.html
 */
export function readIni(text: string, file: string, inventory: Inventory): void {
  let section = { group: "ungrouped", of: "hosts" };
  const declared = new Set(["all", "ungrouped"]);
  const wanted = new Map<string, number>();
  for (const [index, whole] of text.split(/\r?\n/).entries()) {
    const line = whole.trim();
    if (line === "" || line.startsWith("#") || line.startsWith(";")) continue;
    try {
      const [, group, of = "hosts"] = SECTION.exec(line) ?? [];
      if (group !== undefined) {
        section = { group, of };
        if (of === "vars") wanted.set(group, wanted.get(group) ?? index);
        else declared.add(group);
        inventory.group(group);
      } else {
        const variable = (value: string): Variable => ({ value: valueOf(value), file, path: `line ${index + 1}` });
        const child = readLine(line, section, variable, inventory);
        if (child !== undefined) wanted.set(child, wanted.get(child) ?? index);
      }
    } catch (error) {
      if (!(error instanceof LineError || error instanceof NoRangeError)) throw error;
      inventory.mistakes.push({ file, path: `line ${index + 1}`, problem: error.message });
    }
  }
  for (const [group, index] of wanted) {
    if (declared.has(group) || isElsewhere(inventory, group)) continue;
    inventory.mistakes.push({
      file,
      path: `line ${index + 1}`,
      problem: `"${group}" is no group; expected [${group}]`,
    });
  }
}

/** In a file that was read before. */
function isElsewhere(inventory: Inventory, name: string): boolean {
  const { hosts, children } = inventory.group(name);
  return hosts.size > 0 || children.size > 0;
}

/** @returns the group that it names as a child. */
function readLine(
  line: string,
  { group, of }: { readonly group: string; readonly of: string },
  variable: (value: string) => Variable,
  inventory: Inventory,
): string | undefined {
  if (of === "children") {
    const [, child] = /^([^:\]\s]+)\s*(?:#.*)?$/.exec(line) ?? [];
    if (child === undefined) throw new LineError("is not a group's name");
    inventory.group(group).children.add(child);
    return child;
  }
  if (of === "vars") {
    const [name, value] = assignment(line);
    inventory.group(group).variables.set(name.trim(), variable(value.trim()));
    return undefined;
  }
  if (of !== "hosts") throw new LineError(`stands in [${group}:${of}]; expected :children or :vars`);
  const [pattern = "", ...assignments] = words(line);
  const [name, port] = nameAndPort(pattern);
  const own = assignments.map(assignment).map(([key, value]) => [key, variable(value)] as const);
  const ofPort = port === undefined ? [] : [["ansible_port", variable(String(port))] as const];
  const { file, path } = variable("");
  for (const host of expanded(name)) inventory.add(host, { file, path, group }, [...ofPort, ...own]);
  return undefined;
}

function assignment(text: string): readonly [name: string, value: string] {
  const at = text.indexOf("=");
  if (at < 1) throw new LineError("has a word that is no name=value; expected a value with spaces in quotes");
  return [text.slice(0, at), text.slice(at + 1)];
}

/** A host's line in words, as a shell splits it; `#` begins a comment wherever it stands outside of quotes. */
function words(line: string): string[] {
  const found: string[] = [];
  let word: string | undefined;
  for (const [part, inDouble, inSingle, escaped, space, comment] of line.matchAll(
    /"((?:[^"\\]|\\.)*)"|'([^']*)'|\\(.)|(\s+)|(#.*)|[^\s"'\\#]+|["'\\]/g,
  )) {
    if (comment !== undefined) break;
    if (space !== undefined) {
      if (word !== undefined) found.push(word);
      word = undefined;
    } else if (['"', "'", "\\"].includes(part)) throw new LineError("has a quote that is not closed");
    else word = (word ?? "") + (inDouble?.replace(/\\(["\\])/g, "$1") ?? inSingle ?? escaped ?? part);
  }
  return word === undefined ? found : [...found, word];
}

/** Python's literals, as far as settings need them, with a comment behind them; anything else is a text. */
function valueOf(text: string): unknown {
  const [, number, truth, , quoted] = /^(?:(-?\d+)|(True|False)|(["'])((?:(?!\3).)*)\3)\s*(?:#.*)?$/.exec(text) ?? [];
  if (number !== undefined) return Number(number);
  if (truth !== undefined) return truth === "True";
  if (quoted !== undefined) return quoted;
  if (!/^[[{].*[\]}]$/.test(text) || text.startsWith("{{")) return text;
  try {
    return parse(text) as unknown;
  } catch {
    return text;
  }
}
