import { isMap, type Values } from "../map";
import { pathInWords } from "../path-in-words";
import { type Inventory, nameAndPort, type Variable } from "./inventory";
import { expanded, NoRangeError } from "./range";

/**
 * An inventory in YAML.
 *
 * @param said the file's, a map.
 * @param file its name, for messages.
 * @see https://docs.ansible.com/ansible/latest/collections/ansible/builtin/yaml_inventory.html
 */
export function readYaml(said: Values, file: string, inventory: Inventory): void {
  const mistake = (path: readonly PropertyKey[], problem: string) => {
    inventory.mistakes.push({ file, path: pathInWords(path), problem });
  };
  const map = (value: unknown, path: readonly PropertyKey[]): Values => {
    // `web:` with nothing behind it, or a name alone.
    if (value === null || value === undefined) return {};
    if (isMap(value)) return value;
    if (typeof value === "string") return { [value]: null };
    mistake(path, "is not a map; expected names, each with a colon behind it");
    return {};
  };
  const variables = (values: Values, path: readonly PropertyKey[]) =>
    Object.entries(values).map(([name, value]): readonly [string, Variable] => [
      name,
      { value, file, path: pathInWords([...path, name]) },
    ]);

  const readGroup = (name: string, value: unknown, path: readonly PropertyKey[]) => {
    const group = inventory.group(name);
    const { hosts, children, vars, ...unknown } = map(value, path);
    for (const key of Object.keys(unknown)) mistake([...path, key], "is none of hosts, children, vars");
    for (const [key, variable] of variables(map(vars, [...path, "vars"]), [...path, "vars"])) {
      group.variables.set(key, variable);
    }
    for (const [pattern, own] of Object.entries(map(hosts, [...path, "hosts"]))) {
      const at = [...path, "hosts", pattern];
      const [range, port] = nameAndPort(pattern);
      const ofPort = port === undefined ? {} : { ansible_port: port };
      try {
        const said = variables({ ...ofPort, ...map(own, at) }, at);
        for (const host of expanded(range)) inventory.add(host, { file, path: pathInWords(at), group: name }, said);
      } catch (error) {
        if (!(error instanceof NoRangeError)) throw error;
        mistake(at, error.message);
      }
    }
    for (const [child, below] of Object.entries(map(children, [...path, "children"]))) {
      group.children.add(child);
      readGroup(child, below, [...path, "children", child]);
    }
  };
  for (const [name, value] of Object.entries(said)) readGroup(name, value, [name]);
}
