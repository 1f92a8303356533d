import * as path from "node:path";
import type { HostPlace } from "../host-place";
import { isMap, type Values } from "../map";
import type { Inventory, Variable, Variables } from "./inventory";
import { variablesBeside } from "./variables";
import { Vaulted } from "./vault";

/** Ansible's variables of a setting, the newer name first. */
const SETTINGS = {
  address: ["ansible_host", "ansible_ssh_host"],
  user: ["ansible_user", "ansible_ssh_user"],
  port: ["ansible_port", "ansible_ssh_port"],
} as const;

/** What Lookout itself is told of a host: settings of `hosts[]`, or `false`: it is none of its. */
const OWN = "lookout";

/** Connections that are SSH's. */
const SSH = ["ssh", "smart", "paramiko", "paramiko_ssh"];

const PASSWORD = /^ansible_((ssh|become|sudo|su)_)?pass(word)?$/;

export interface InventoryHosts {
  readonly hosts: readonly { readonly host: Values; readonly place: HostPlace }[];
  /** Files that Ansible Vault keeps, and are not read. */
  readonly encrypted: readonly string[];
}

/**
 * The hosts of an inventory as settings have them, in its order.
 *
 * @param root the project's folder.
 * @param folders those beside the inventory's files, from the project's on.
 * @param groups the names of the settings' own: of any other group of the inventory nothing is known here.
 */
export function inventoryHosts(
  inventory: Inventory,
  { root, folders }: { readonly root: string; readonly folders: readonly string[] },
  groups: readonly string[],
): InventoryHosts {
  const encrypted = new Set<string>();
  const beside = (kind: "group_vars" | "host_vars", name: string) =>
    folders.flatMap((folder) => [
      ...variablesBeside({ root, folder: path.join(folder, kind), name }, inventory, encrypted),
    ]);
  const files = new Map<string, [string, Variable][]>();
  const groupFile = (name: string) => {
    const known = files.get(name) ?? beside("group_vars", name);
    files.set(name, known);
    return known;
  };
  const hosts = [...inventory.hosts].flatMap(([name, { variables: own, ...named }]) => {
    const of = inventory.groupsOf(name);
    // Ansible's order: https://docs.ansible.com/ansible/latest/playbook_guide/playbooks_variables.html
    const variables: Variables = new Map([
      ...of.flatMap((group) => [...(inventory.groups.get(group)?.variables ?? [])]),
      ...of.flatMap(groupFile),
      ...own,
      ...beside("host_vars", name),
    ]);
    const found = hostOf({ name, ...named }, variables, inventory);
    if (found === undefined) return [];
    const known = of.filter((group) => groups.includes(group)).reverse();
    const ownGroups = Array.isArray(found.host.groups) ? (found.host.groups as unknown[]) : [];
    return [{ ...found, host: { ...found.host, groups: [...new Set([...ownGroups, ...known])] } }];
  });
  return { hosts, encrypted: [...encrypted] };
}

function hostOf(
  { name, file: inventoryFile, path: at }: { readonly name: string; readonly file: string; readonly path: string },
  variables: Variables,
  inventory: Inventory,
): { readonly host: Values; readonly place: HostPlace } | undefined {
  const connection = variables.get("ansible_connection")?.value ?? "ssh";
  const own = variables.get(OWN);
  if (own?.value === false || own?.value === "false" || !(typeof connection === "string" && SSH.includes(connection)))
    return undefined;
  for (const [variable, { value, file, path: place }] of variables) {
    if (!PASSWORD.test(variable) || value instanceof Vaulted || value === "" || value === null) continue;
    if (typeof value === "string" && value.includes("{{")) continue;
    inventory.mistakes.push({
      ...{ file, path: place === variable ? place : `${place} (${variable})` },
      problem:
        "is a password in clear, which Lookout does not use: it logs in by key; expected it in Ansible Vault, or nowhere",
    });
  }
  const read = Object.entries(SETTINGS).flatMap(([setting, names]) => {
    const [variable, found] = names.map((one) => [one, variables.get(one)] as const).find(([, one]) => one) ?? [];
    if (variable === undefined || found === undefined) return [];
    return [{ setting, variable, found, value: filledIn(found, { name, variables, inventory }) }];
  });
  const more = own === undefined || own.value === null ? {} : own.value;
  if (own !== undefined && !isMap(more)) {
    const problem = `is neither; expected a map with a host's settings, such as hostKey, or false`;
    inventory.mistakes.push({ file: own.file, path: own.path, problem });
  }
  return {
    host: {
      ...{ name, address: name },
      ...Object.fromEntries(read.map(({ setting, value }) => [setting, value] as const)),
      ...(isMap(more) && more),
    },
    place: (rest) => {
      const [, setting = ""] = /^\.(\w+)/.exec(rest) ?? [];
      const variable = read.find((one) => one.setting === setting)?.found;
      if (variable !== undefined && !(isMap(more) && Object.hasOwn(more, setting))) return placeIn(variable, name);
      return own === undefined ? { file: inventoryFile, path: `${name}${rest}`, at } : placeIn(own, name, rest);
    },
  };
}

/** Of a line of an INI file more has to be said than where it is. */
function placeIn({ file, path: at }: Variable, host: string, rest = ""): ReturnType<HostPlace> {
  return { file, path: at.startsWith("line ") ? `${at} (${host}${rest})` : at + rest };
}

/** A variable's value with others of the host's in their places, as far as that needs no Jinja but names. */
function filledIn(
  { value, file, path: at }: Variable,
  {
    name,
    variables,
    inventory,
  }: { readonly name: string; readonly variables: Variables; readonly inventory: Inventory },
): unknown {
  const problems: string[] = [];
  const filled = (text: unknown, depth: number): unknown => {
    if (text instanceof Vaulted) {
      problems.push("is in Ansible Vault, which Lookout does not open; expected it in clear");
      return undefined;
    }
    if (typeof text !== "string" || !text.includes("{{")) return text;
    const known = (variable: string) => {
      if (variable === "inventory_hostname") return name;
      if (variable === "inventory_hostname_short") return name.split(".")[0];
      return depth > 0 ? filled(variables.get(variable)?.value, depth - 1) : undefined;
    };
    return text.replace(/\{\{\s*(\w+)\s*\}\}/g, (whole, variable: string) => {
      const inPlace = known(variable);
      return ["string", "number"].includes(typeof inPlace) ? String(inPlace) : whole;
    });
  };
  const result = filled(value, 5);
  const text = typeof result === "string" && /^\d+$/.test(result) ? Number(result) : result;
  if (typeof text === "string" && /\{[{%]/.test(text)) {
    problems.push(
      `has what only Ansible fills in; expected the value itself, or one in ${OWN} of the host's variables (docs/hosts.md)`,
    );
  }
  for (const problem of problems) inventory.mistakes.push({ file, path: at, problem });
  return problems.length > 0 ? undefined : typeof value === "number" ? value : text;
}
