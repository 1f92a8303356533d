import type * as pulumi from "@pulumi/pulumi";
import { isDeepStrictEqual } from "node:util";
import { intakeConfig, type IntakeUrls } from "./intake";
import { type ConfigMap, type ConfigValue, type Integration, SecretValue } from "./integration";
import { backendConfig, type SecretBackend, SECRETS_FILE } from "./secret-backend";
import { SecretNames } from "./secret-names";
import { withSecrets } from "./secret-references";
import type { Wheel } from "./wheel";
import { quotedScalar, yaml } from "./yaml";

/** A file of the Agent's, below `/etc/datadog-agent`. */
export interface AgentFile {
  readonly path: string;
  /** With a placeholder for each secret. */
  readonly body: string;
}

/** Files whose text can be shown, and the secrets that belong into them. */
export interface AgentFiles {
  readonly files: readonly AgentFile[];
  readonly secrets: Readonly<Record<string, pulumi.Input<string>>>;
  /** Each once. */
  readonly wheels: readonly Wheel[];
}

/** The Agent's part in tracing. */
export interface ApmSettings {
  /** The port on loopback on which it takes traces. */
  readonly port: number;
}

/** What `datadog.yaml` says beside the integrations. */
export interface AgentSettings {
  readonly apiKey: pulumi.Input<string>;
  readonly site: string;
  /** @default the site's intake for all */
  readonly intake?: IntakeUrls;
  /** As Datadog shows the host. @default as its Agent finds out: the cloud's id, or its own name */
  readonly hostname?: string | undefined;
  readonly env: string;
  readonly tags: readonly string[];
  readonly logLevel: string;
  /** How it takes traces. @default the Agent's own way */
  readonly apm?: ApmSettings | undefined;
  /** More of `datadog.yaml`, below the rest, with `${secret:name}` in the place of each of {@link secrets}. */
  readonly extra: ConfigMap;
  /** By name. @default none */
  readonly secrets?: Readonly<Record<string, pulumi.Input<string>>>;
  /** Whence the Agent has its secrets. @default they stand in its files */
  readonly secretBackend?: SecretBackend | undefined;
}

/** What can't stand in the Agent's files: says what, and what to do. */
export class AgentFilesError extends Error {}

/**
 * All files of a host's Agent, in the order in which they are shown.
 *
 * @throws AgentFilesError
 */
export function agentFiles(settings: AgentSettings, integrations: readonly Integration[]): AgentFiles {
  const names = new SecretNames();
  const isInFile = settings.secretBackend === "file";
  const text = (value: ConfigValue, holder?: string): string => {
    const inPlace = (secret: SecretValue) => (isInFile ? handle : placeholder)(names.nameOf(secret, holder));
    return renderYaml(value, (part) => {
      if (part instanceof SecretValue) return inPlace(part);
      if (isInFile && typeof part === "string") refuseHandle(part);
      return part;
    });
  };
  const files = [
    { path: "datadog.yaml", body: text(datadogYaml(settings, integrations)) },
    ...oneForEachCheck(integrations).flatMap(({ name, initConfig, instances, logs = [], source }) => [
      {
        path: `conf.d/${name}.d/conf.yaml`,
        body: text({ init_config: initConfig ?? {}, instances, ...(logs.length > 0 && { logs }) }, name),
      },
      ...(source === undefined ? [] : [{ path: `checks.d/${name}.py`, body: source }]),
    ]),
  ];
  const ofSecrets = isInFile ? [secretsFile(names)] : [];
  return { files: [...files, ...ofSecrets], secrets: names.values, wheels: oneOfEachName(integrations) };
}

/** A check has one file, whoever declares instances of it: two servers of a kind on a host, say. */
function oneForEachCheck(integrations: readonly Integration[]): Integration[] {
  const merged = new Map<string, Integration>();
  for (const integration of integrations) {
    const before = merged.get(integration.name);
    if (before !== undefined) checkAgreed(before, integration);
    merged.set(integration.name, {
      ...before,
      ...integration,
      initConfig: { ...before?.initConfig, ...integration.initConfig },
      instances: [...(before?.instances ?? []), ...integration.instances],
      logs: [...(before?.logs ?? []), ...(integration.logs ?? [])],
    });
  }
  return [...merged.values()];
}

/** What a check has once, nobody takes from who declared it before. */
function checkAgreed(before: Integration, { name, source, initConfig = {} }: Integration): void {
  const refuse = (what: string) => {
    throw new AgentFilesError(
      `two integrations declare the check ${name}, each with another ${what}, which it has once; make both the same, or name one's check otherwise`,
    );
  };
  if (source !== undefined && before.source !== undefined && source !== before.source) refuse("source");
  for (const [key, value] of Object.entries(before.initConfig ?? {})) {
    if (Object.hasOwn(initConfig, key) && !isDeepStrictEqual(initConfig[key], value)) refuse(`init_config.${key}`);
  }
}

/** Of a package the Agent's Python has one version, whoever needs it. */
function oneOfEachName(integrations: readonly Integration[]): Wheel[] {
  const wheels = new Map<string, Wheel>();
  for (const wheel of integrations.flatMap(({ wheels: own = [] }) => own)) {
    const before = wheels.get(wheel.name);
    if (before !== undefined && before.sha256 !== wheel.sha256) {
      throw new AgentFilesError(
        `two integrations bring the package ${wheel.name}, each another one (${before.file}, ${wheel.file}); give both the same wheel`,
      );
    }
    wheels.set(wheel.name, wheel);
  }
  return [...wheels.values()].sort((one, other) => one.file.localeCompare(other.file));
}

/** In the file a secret stands as `SECRET(name)`, where the host puts the value, quoted. */
function placeholder(name: string): string {
  return `SECRET(${name})`;
}

/** What the Agent replaces by a secret of its backend's: a whole value. */
function handle(name: string): string {
  return `ENC[${name}]`;
}

/** What the Agent's own backend for a file reads. */
function secretsFile(names: SecretNames): AgentFile {
  const lines = Object.keys(names.values).map((name) => `${name}: ${placeholder(name)}\n`);
  return { path: SECRETS_FILE, body: lines.join("") };
}

/** A secret as it stands in a file, on one line. */
export const secretScalar = quotedScalar;

function datadogYaml(settings: AgentSettings, integrations: readonly Integration[]): ConfigValue {
  const { apiKey, site, intake, hostname, env, tags, logLevel, apm, extra, secrets, secretBackend: backend } = settings;
  const keysHandle = backend === undefined || backend === "file" ? undefined : backend.apiKey;
  const ownKeys = {
    api_key: keysHandle ?? new SecretValue("api_key", apiKey),
    site,
    ...(hostname !== undefined && { hostname }),
    env,
    tags,
    log_level: logLevel,
    ...(backend !== undefined && backendConfig(backend)),
    // The service check datadog.agent.check_status, which the Agent sends only where it is asked to since 7.47: the
    // monitors of databases need it where a check fails before it can say so itself.
    integration_check_status_enabled: true,
    // By default the Agent reads no logs, whatever its integrations say; who says it of all of them is heard.
    ...(integrations.some(({ logs = [] }) => logs.length > 0) && { logs_enabled: extra.logs_enabled ?? true }),
  };
  const tracing = apm === undefined ? {} : { apm_config: { enabled: true, receiver_port: apm.port } };
  const more = withSecrets(extra, secrets ?? {}, "extra");
  return [intakeConfig(intake ?? {}), tracing, more].reduce<ConfigMap>(merged, ownKeys);
}

/** Both maps' keys, and where both have one the first's, map by map. */
export function merged(first: ConfigMap, second: ConfigMap): ConfigMap {
  const both = Object.entries(second).map(([key, value]) => {
    const own = first[key];
    if (own === undefined) return [key, value] as const;
    return [key, isMap(own) && isMap(value) ? merged(own, value) : own] as const;
  });
  return { ...first, ...Object.fromEntries(both) };
}

function isMap(value: ConfigValue): value is ConfigMap {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof SecretValue);
}

/** The Agent asks one backend alone. */
function refuseHandle(text: string): void {
  if (!/^\s*ENC\[.*\]\s*$/.test(text)) return;
  throw new AgentFilesError(
    `"${text}" is a secret's handle, which Lookout's own file does not know; say in agent.secretBackend who does, in place of file`,
  );
}

function renderYaml(value: ConfigValue, replaced: (part: unknown) => unknown): string {
  return yaml(value, (part) => {
    // Text that looks like a placeholder would receive a secret.
    if (typeof part === "string" && part.includes("SECRET(")) {
      throw new AgentFilesError(`"${part}" holds SECRET(, which marks a secret's place; choose another text`);
    }
    return replaced(part);
  });
}
