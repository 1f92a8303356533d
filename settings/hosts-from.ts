import * as fs from "node:fs";
import * as path from "node:path";
import { below } from "./credentials";
import type { HostPlace } from "./host-place";
import { inventoryHosts } from "./inventory/hosts";
import { readIni } from "./inventory/ini";
import { Inventory } from "./inventory/inventory";
import { isVault, Vaulted, vaultTags } from "./inventory/vault";
import { readYaml } from "./inventory/yaml";
import { knownHosts } from "./known-hosts";
import { SECRETS_OF_HOSTS } from "./login";
import { isMap, type Values } from "./map";
import type { Mistake } from "./mistakes";
import { overlaid } from "./overlay";
import { pathInWords } from "./path-in-words";
import { readYamlFile, YamlFileError } from "./yaml-file";

/** Hosts that stand in files of their own. */
export interface FoundHosts {
  /** As `hosts` of the settings has them, before the schema has seen them. */
  readonly hosts: readonly unknown[];
  /** Of each of them. */
  readonly places: readonly HostPlace[];
  /** Each with its file. */
  readonly mistakes: readonly Mistake[];
  /** Sentences. */
  readonly warnings: readonly string[];
}

const VARIABLES = ["group_vars", "host_vars"];

/** As Ansible leaves them in a folder: backups, what an editor writes, texts for people. */
const NO_INVENTORY = /^\.|~$|\.(bak|cfg|md|orig|pyc|pyo|retry|rpm|rst|swp|txt)$/;

/** Where the settings keep what nobody else may know, beside a login. */
const OF_SECRETS = /^(secrets|credentials)$/;

/**
 * The hosts of a file, or of all files of a folder. A YAML file with a list has hosts as `hosts` has them; one with a map,
 * and any other file, is an inventory of Ansible's. Host keys may be in a file `known_hosts` beside them.
 *
 * @param named by the settings, from the project's folder on.
 * @param groups the names of the settings' own.
 */
export function hostsFrom(named: string, root: string, groups: readonly string[]): FoundHosts {
  const files = inventoryFiles(root, path.normalize(named));
  const inventory = new Inventory();
  const listed: { host: unknown; place: HostPlace }[] = [];
  const encrypted: string[] = [];
  for (const file of files) {
    try {
      const text = fs.readFileSync(path.resolve(root, file), "utf8");
      if (isVault(text)) encrypted.push(file);
      else listed.push(...readFile(text, { root, file }, inventory));
    } catch (error) {
      if (!(error instanceof YamlFileError)) throw error;
      inventory.mistakes.push({ file, path: `line ${error.line ?? 1}`, problem: error.problem });
    }
  }
  for (const name of inventory.circles()) {
    inventory.mistakes.push({ file: named, path: name, problem: "is among its own children" });
  }
  const folders = [...new Set(files.map((file) => path.dirname(file)))];
  const found = inventoryHosts(inventory, { root, folders }, groups);
  const keyOf = keysBeside(root, named);
  const all = [...listed, ...found.hosts].map(({ host, place }) => ({ host: withKey(host, keyOf), place }));
  const unread = [...encrypted, ...found.encrypted];
  return {
    hosts: all.map(({ host }) => host),
    places: all.map(({ place }) => place),
    mistakes: [...inventory.mistakes, ...all.flatMap(({ host, place }) => secretsOf(host, place))],
    warnings: unread.length === 0 ? [] : [`not read, since Ansible Vault keeps it: ${unread.join(", ")}`],
  };
}

type KeyOf = ReturnType<typeof knownHosts>;

/** Those of a file `known_hosts` beside what is named, not in it: Ansible would take it for an inventory. */
function keysBeside(root: string, named: string): KeyOf {
  const file = path.resolve(root, path.dirname(path.normalize(named)), "known_hosts");
  return knownHosts(fs.existsSync(file) ? fs.readFileSync(file, "utf8") : "");
}

function withKey(host: unknown, keyOf: KeyOf): unknown {
  if (!isMap(host) || host.hostKey !== undefined || typeof host.address !== "string") return host;
  const hostKey = keyOf(host.address, typeof host.port === "number" ? host.port : 22);
  return hostKey === undefined ? host : { ...host, hostKey };
}

/** From the project's folder on, in the order of their names. */
function inventoryFiles(root: string, place: string): string[] {
  if (!fs.statSync(path.resolve(root, place)).isDirectory()) return [place];
  return fs
    .readdirSync(path.resolve(root, place))
    .filter((name) => !VARIABLES.includes(name) && !NO_INVENTORY.test(name))
    .sort()
    .flatMap((name) => inventoryFiles(root, path.join(place, name)));
}

/** What an inventory says goes into it; a list's hosts are returned. */
function readFile(
  text: string,
  { root, file }: { readonly root: string; readonly file: string },
  inventory: Inventory,
): { host: unknown; place: HostPlace }[] {
  const refuse = (problem: string) => {
    inventory.mistakes.push({ file, path: "line 1", problem });
    return [];
  };
  const dynamic =
    "makes its hosts when it is asked; expected them written out: ansible-inventory --list --yaml --output";
  if (text.startsWith("#!")) return refuse(dynamic);
  if (!/\.(ya?ml|json)$/.test(file)) {
    readIni(text, file, inventory);
    return [];
  }
  const said = readYamlFile(path.resolve(root, file), file, vaultTags) ?? [];
  if (Array.isArray(said)) {
    return said.map((host: unknown, i) => ({ host, place: (rest) => ({ file, path: `[${i}]${rest}` }) }));
  }
  if (!isMap(said)) return refuse("is neither a list of hosts nor an inventory");
  if (typeof said.plugin === "string" || isMap(said._meta)) return refuse(dynamic);
  readYaml(said, file, inventory);
  return [];
}

/** The file is read by whoever reads the repository, and no key opens what is in it. */
function secretsOf(host: unknown, place: HostPlace): Mistake[] {
  return [...below(host)].flatMap(({ path: at, value }) => {
    const problem = secretIn(at, value);
    return problem === undefined ? [] : [{ ...place(`.${pathInWords(at)}`), problem }];
  });
}

function secretIn(at: readonly (string | number)[], value: unknown): string | undefined {
  const instead = "expected it in the stack's file, with pulumi config set --secret, at a group that the host is in";
  if (value instanceof Vaulted) return `is in Ansible Vault, which Lookout does not open; ${instead}`;
  if (isMap(value) && Object.keys(value).join() === "secure") {
    return `is a secret of the stack's, which its key opens in the stack's file alone; ${instead}`;
  }
  if (typeof value !== "string" || value === "" || value.startsWith("ENC[")) return undefined;
  const isSecret =
    SECRETS_OF_HOSTS.includes(String(at.at(-1))) || at.slice(0, -1).some((key) => OF_SECRETS.test(String(key)));
  return isSecret ? `is a secret, and this file is in clear; ${instead}` : undefined;
}

interface WithHosts {
  readonly values: unknown;
  /** Of a host among all; of one of the stack's file or the overlay, none. */
  readonly placeOf: (index: number) => HostPlace | undefined;
  readonly mistakes: readonly Mistake[];
  readonly warnings: readonly string[];
}

/**
 * Settings with the hosts that `hostsFrom` names behind their own, and an overlay over all.
 *
 * @param root the project's folder.
 */
export function withHostsFrom(environment: Values, over: Values, root: string): WithHosts {
  const { hostsFrom: named } = { ...environment, ...over };
  const own = environment.hosts ?? [];
  // Of another type: said by the schema.
  if (typeof named !== "string" || named === "" || !Array.isArray(own)) {
    return { values: overlaid(environment, over), placeOf: () => undefined, mistakes: [], warnings: [] };
  }
  const groups = [environment.groups, over.groups].flatMap((one) => (isMap(one) ? Object.keys(one) : []));
  const { hosts, places, ...said } = found(named, root, groups);
  return {
    values: overlaid({ ...environment, hosts: [...(own as unknown[]), ...hosts] }, over),
    placeOf: (index) => places[index - own.length],
    ...said,
  };
}

function found(named: string, root: string, groups: readonly string[]): FoundHosts {
  try {
    return hostsFrom(named, root, groups);
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error)) throw error;
    const problem = `"${named}" can't be read (${String(error.code)}); expected a file, or a folder, by its path from the project's folder on`;
    return { hosts: [], places: [], mistakes: [{ path: "hostsFrom", problem }], warnings: [] };
  }
}
