import { isMap, type Values } from "../../settings/map";
import { StackError } from "./stacks";

type Path = readonly [string, ...(string | number)[]];

/**
 * What `--config key=value` says, as `pulumi up` takes it: a key without a colon is the project's; a path replaces the whole
 * setting that it leads into, but for what other paths beside it say.
 *
 * @param arePaths `--config-path`.
 * @throws StackError
 */
export function assigned(assignments: readonly string[], project: string, arePaths: boolean): Values {
  return assignments.reduce<Values>((values, assignment) => {
    const at = assignment.indexOf("=");
    const [key, value] = at < 0 ? [assignment, ""] : [assignment.slice(0, at), assignment.slice(at + 1)];
    const [first, ...rest] = arePaths ? pathOf(key) : ([key] as const);
    const name = first.includes(":") ? first : `${project}:${first}`;
    return { ...values, [name]: rest.length === 0 ? value : withPart(values[name], rest, typed(value), key) };
  }, {});
}

/** @see https://www.pulumi.com/docs/iac/concepts/config/#structured-configuration */
function pathOf(key: string): Path {
  const step = /\.?([^.[\]]+)|\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]/gy;
  const path: (string | number)[] = [];
  while (step.lastIndex < key.length) {
    const [, name, index, quoted] = step.exec(key) ?? [];
    if (name !== undefined) path.push(name);
    else if (index !== undefined) path.push(Number(index));
    else if (quoted !== undefined) path.push(quoted.replace(/\\(.)/g, "$1"));
    else throw new StackError(`--config ${key} is not a path; expected such as lookout:hosts[0].user`);
  }
  const [first, ...rest] = path;
  if (typeof first !== "string") throw new StackError(`--config ${key} has no key; expected such as lookout:tags`);
  return [first, ...rest];
}

function withPart(whole: unknown, [step, ...rest]: readonly (string | number)[], value: unknown, key: string): unknown {
  if (step === undefined) return value;
  if (typeof step === "string") {
    const map = isMap(whole) ? whole : {};
    return { ...map, [step]: withPart(map[step], rest, value, key) };
  }
  const list: readonly unknown[] = Array.isArray(whole) ? whole : [];
  if (step > list.length) throw new StackError(`--config ${key}: the item [${list.length}] is missing before it`);
  return [...list.slice(0, step), withPart(list[step], rest, value, key), ...list.slice(step + 1)];
}

/** Within a map or a list the engine makes booleans and numbers of texts that are such. */
function typed(text: string): unknown {
  if (text === "true" || text === "false") return text === "true";
  return /^(0|[+-]?[1-9]\d*)$/.test(text) ? Number(text) : text;
}
