import { isIPv4 } from "node:net";
import { KINDS } from "../../components/environment/kinds";
import { withDefaults } from "../../components/packs/databases/arguments";
import { withGroups } from "../../settings/groups";
import { withHostsFrom } from "../../settings/hosts-from";
import { NAMESPACE, parseValue } from "../../settings/load";
import { waysOf } from "../../settings/login";
import { isMap, type Values } from "../../settings/map";
import { overlaid } from "../../settings/overlay";
import type { HostPlace } from "../host-keys/certified";
import type { Project } from "./project";
import { ownName } from "./stacks";

/** A stack's settings as far as they are in the repository, with stand-ins for what is not. */
export interface Environment {
  readonly project: string;
  readonly stack: string;
  /** As the engine hands it to a program. */
  readonly config: Readonly<Record<string, string>>;
  readonly hosts: readonly HostExample[];
}

/** What a message may name of a host. */
export interface HostExample {
  readonly name: string;
  readonly ip: string;
  readonly databases: readonly { readonly type: string; readonly name: string; readonly port: number }[];
  readonly services: readonly string[];
}

/**
 * What a preview would register, from a stack's configuration. Secrets, which only a key opens, are stand-ins that the
 * settings' check accepts; so are the addresses and host keys of a stack that has them in an overlay, which differs from
 * machine to machine and is not read. An address is one of TEST-NET-1.
 *
 * @param declared by full name, with `{ secure: … }` in the place of each secret.
 * @see https://www.rfc-editor.org/rfc/rfc5737
 */
export function environment(project: Pick<Project, "name" | "folder">, stack: string, declared: Values): Environment {
  const prefix = `${NAMESPACE}:`;
  const { overlay, ...settings } = withoutPrefix(declared, prefix);
  const isOverlaid = typeof overlay === "string" && overlay !== "";
  // The hosts of a file, which a program reads itself, an overlay may complete too.
  const written = isOverlaid ? withHosts(settings, project.folder) : settings;
  const complete = mapOf(overlaid(standIns(written, isOverlaid), withoutSecrets(written)));
  const others = Object.entries(declared).filter(([key]) => !key.startsWith(prefix));
  const own = Object.entries(complete).map(([key, value]) => [`${prefix}${key}`, value] as const);
  return {
    project: project.name,
    stack: ownName(stack),
    config: Object.fromEntries([...others, ...own].map(([key, value]) => [key, configText(value)])),
    hosts: listOf(at(withGroups(withHosts(complete, project.folder)), "hosts")).map(hostExample),
  };
}

/** Where hosts are, as far as the stack's file and those of `hostsFrom` say it. */
export function hostPlaces({ folder }: Pick<Project, "folder">, declared: Values): HostPlace[] {
  const settings = withHosts(withoutPrefix(declared, `${NAMESPACE}:`), folder);
  return listOf(at(withGroups(settings), "hosts")).flatMap((host) => {
    const [name, address] = [textOf(at(host, "name")), textOf(at(host, "address"))];
    const bastion = at(host, "bastion");
    if (name === "" || address === "") return [];
    return [
      {
        name,
        ...placeOf(host),
        ...(isMap(bastion) && { bastion: { ...placeOf(bastion), user: textOf(at(bastion, "user")) || "root" } }),
      },
    ];
  });
}

function placeOf(endpoint: unknown): { readonly address: string; readonly port: number } {
  return { address: textOf(at(endpoint, "address")), port: Number(at(endpoint, "port") ?? 22) };
}

/** With those of a file in their places, unless something is wrong with it, which the settings' check says. */
function withHosts(settings: Values, folder: string): Values {
  const { values, mistakes } = withHostsFrom(settings, {}, folder);
  if (mistakes.length > 0) return settings;
  return Object.fromEntries(Object.entries(mapOf(values)).filter(([key]) => key !== "hostsFrom"));
}

function withoutPrefix(values: Values, prefix: string): Values {
  const own = Object.entries(values).filter(([key]) => key.startsWith(prefix));
  return Object.fromEntries(own.map(([key, value]) => [key.slice(prefix.length), parsed(value)]));
}

/** A text of the configuration that is JSON reaches a program as a list or a map does. */
function parsed(value: unknown): unknown {
  return typeof value === "string" ? parseValue(value) : value;
}

/** Lists and maps reach a program as JSON. */
export function configText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

const PRIVATE_KEY = "-----BEGIN OPENSSH PRIVATE KEY-----\nstands in\n-----END OPENSSH PRIVATE KEY-----\n";
const HOST_KEY = `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${"A".repeat(43)}`;

function standIns(settings: Values, isOverlaid: boolean): Values {
  return {
    datadog: { apiKey: "0".repeat(32), appKey: "0".repeat(40) },
    ...(waysOf(mapOf(settings.ssh)).length === 0 && { ssh: { privateKey: PRIVATE_KEY } }),
    ...(isOverlaid && {
      hosts: listOf(settings.hosts).map((host, index) => ({
        name: at(host, "name"),
        address: testAddress(index),
        hostKey: HOST_KEY,
      })),
    }),
  };
}

function testAddress(index: number): string {
  return `192.0.2.${11 + (index % 200)}`;
}

/** Those that always have a stand-in are left out. */
const KEYS = ["apiKey", "appKey"];

/** `{ secure: v1:… }` is what `pulumi config set --secret` writes. */
function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, part]) => {
      if (!isSecret(part)) return [[key, withoutSecrets(part)]];
      if (key === "privateKey") return [[key, PRIVATE_KEY]];
      return KEYS.includes(key) || key === "datadog" || key === "ssh" ? [] : [[key, "stands-in"]];
    }),
  );
}

function isSecret(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).join() === "secure";
}

function hostExample(host: unknown, index: number): HostExample {
  const address = at(host, "address");
  return {
    name: textOf(at(host, "name")),
    ip: typeof address === "string" && isIPv4(address) ? address : testAddress(index),
    databases: listOf(at(host, "databases")).map((database) => {
      const type = textOf(at(database, "type"));
      const name = textOf(at(database, "name") ?? type);
      return { type, name, port: Number(at(database, "port") ?? portOf(type)) };
    }),
    services: listOf(at(host, "services")).map((service) => textOf(at(service, "name"))),
  };
}

/** Where servers of a kind listen, as its settings have it. */
function portOf(type: string): number {
  const kind = Object.entries(KINDS).find(([name]) => name === type)?.[1];
  return kind === undefined ? 0 : withDefaults(kind.settings, {}).port;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function mapOf(value: unknown): Values {
  return isMap(value) ? value : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function at(value: unknown, key: string): unknown {
  return mapOf(value)[key];
}
