import { isIPv4 } from "node:net";
import { KINDS } from "../../components/environment/kinds";
import { withDefaults } from "../../components/packs/databases/arguments";
import { withGroups } from "../../settings/groups";
import { NAMESPACE } from "../../settings/load";
import { isMap, type Values } from "../../settings/map";
import { overlaid } from "../../settings/overlay";

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
 * What a preview would register, from the texts of `Pulumi.yaml` and `Pulumi.<stack>.yaml`. Secrets, which only a key
 * opens, are stand-ins that the settings' check accepts; so are the addresses and host keys of a stack that has them in
 * an overlay, which differs from machine to machine and is not read. An address is one of TEST-NET-1.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5737
 */
export function environment(stack: string, projectFile: unknown, stackFile: unknown): Environment {
  const project = textOf(at(projectFile, "name"));
  const prefix = `${NAMESPACE}:`;
  const declared = { ...defaultsOf(projectFile, `${project}:`), ...mapOf(at(stackFile, "config")) };
  const { overlay, ...settings } = withoutPrefix(declared, prefix);
  const isOverlaid = typeof overlay === "string" && overlay !== "";
  const complete = mapOf(overlaid(standIns(settings, isOverlaid), withoutSecrets(settings)));
  const others = Object.entries(declared).filter(([key]) => !key.startsWith(prefix));
  const own = Object.entries(complete).map(([key, value]) => [`${prefix}${key}`, value] as const);
  return {
    project,
    stack,
    config: Object.fromEntries([...others, ...own].map(([key, value]) => [key, configText(value)])),
    hosts: listOf(at(withGroups(complete), "hosts")).map(hostExample),
  };
}

/** The engine fills in what the stack's file leaves out. */
function defaultsOf(projectFile: unknown, prefix: string): Values {
  const declared = Object.entries(mapOf(at(projectFile, "config")));
  return Object.fromEntries(declared.map(([key, setting]) => [`${prefix}${key}`, at(setting, "default")]));
}

function withoutPrefix(values: Values, prefix: string): Values {
  const own = Object.entries(values).filter(([key]) => key.startsWith(prefix));
  return Object.fromEntries(own.map(([key, value]) => [key.slice(prefix.length), value]));
}

/** Lists and maps reach a program as JSON. */
function configText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

const PRIVATE_KEY = "-----BEGIN OPENSSH PRIVATE KEY-----\nstands in\n-----END OPENSSH PRIVATE KEY-----\n";
const HOST_KEY = `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${"A".repeat(43)}`;

function standIns(settings: Values, isOverlaid: boolean): Values {
  return {
    datadog: { apiKey: "0".repeat(32), appKey: "0".repeat(40) },
    ssh: { privateKey: PRIVATE_KEY },
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
const KEYS = ["apiKey", "appKey", "privateKey"];

/** `{ secure: v1:… }` is what `pulumi config set --secret` writes. */
function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, part]) => {
      if (!isSecret(part)) return [[key, withoutSecrets(part)]];
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
